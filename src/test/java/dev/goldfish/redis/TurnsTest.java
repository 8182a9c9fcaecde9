package dev.goldfish.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.goldfish.job.JobRef;
import dev.goldfish.job.NewJob;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whose waiting job is claimed next: that of the client who has waited longest for a turn, however many others have. */
class TurnsTest {
    private static final Set<String> TOOLS = Set.of("tool-a", "tool-b");
    /** All in one partition. */
    private static final List<String> CLIENTS = IntStream.iterate(0, i -> i + 1)
            .mapToObj(i -> "client-" + i)
            .filter(client -> Keys.partition(client).equals(Keys.PARTITIONS.get(0)))
            .limit(4)
            .toList();

    private static final String GREEDY = CLIENTS.get(0);
    private static final String MODEST = CLIENTS.get(1);
    private static final String SHY = CLIENTS.get(2);
    private static final String QUIET = CLIENTS.get(3);

    private final TestRedis redis = new TestRedis();
    private final RedisJobStore worker = redis.store(TestRedis.jobConfig(Map.of()));
    private final RedisJobStore dying =
            redis.store(TestRedis.jobConfig(Map.of("retry-backoff", "60s", "lease", "1ms")));

    @AfterEach
    void close() {
        redis.close();
    }

    @Test
    void aClientWithManyJobsKeepsNobodysOnlyOneFromRunning() {
        IntStream.range(0, 60).forEach(i -> queue(GREEDY, "tool-a"));
        claimOne();
        queue(MODEST, "tool-a");

        assertThat(Stream.generate(this::claimOne).limit(2)).contains(MODEST);
        assertThat(Stream.generate(this::claimOne).limit(10)).containsOnly(GREEDY);
    }

    @Test
    void oneClaimOfManyServesAllInTurn() {
        for (String client : List.of(GREEDY, MODEST, SHY)) {
            IntStream.range(0, 5).forEach(i -> queue(client, "tool-a"));
        }

        List<String> order = claim(9);

        for (int round = 0; round < 3; round++) {
            assertThat(order.subList(3 * round, 3 * round + 3)).containsExactlyInAnyOrder(GREEDY, MODEST, SHY);
        }
    }

    @Test
    void aToolOfOneClientKeepsNoOtherToolWaiting() {
        IntStream.range(0, 20).forEach(i -> queue(GREEDY, "tool-a"));
        claimOne();
        queue(MODEST, "tool-b");

        assertThat(Stream.generate(this::claimOne).limit(2)).contains(MODEST);
    }

    @Test
    void whoHasNothingThatMayRunYetIsPassedBy() {
        NewJob lost = queue(SHY, "tool-a");
        assertThat(claim(dying, 1)).containsExactly(SHY);
        await().until(() ->
                get(dying.reap(TOOLS)).map(census -> census.running() == 0).orElse(false));
        IntStream.range(0, 3).forEach(i -> queue(GREEDY, "tool-a"));
        queue(QUIET, "tool-a");

        assertThat(claim(10)).containsExactlyInAnyOrder(GREEDY, GREEDY, GREEDY, QUIET);
        assertThat(get(dying.poll(lost.ref())).orElseThrow().attempt()).isEqualTo(1);
        queue(SHY, "tool-a");
        assertThat(claim(10)).containsExactly(SHY);
    }

    @Test
    void aClaimEndsThoughManyJobsAreGoneAndOneIsNotDueYet() {
        NewJob job = queue(GREEDY, "tool-a");
        // Many that an older version ended, and of another client one that becomes due at every moment.
        String lines = "local t = redis.call('TIME') local now = t[1] * 1000 + math.floor(t[2] / 1000)"
                + " for i = 1, 3000 do redis.call('ZADD', KEYS[1], i, ARGV[1] .. ':gone-' .. i) end"
                + " for i = 1, 20000 do redis.call('ZADD', KEYS[2], now + i, ARGV[2] .. ':lost-' .. i) end"
                + " redis.call('ZADD', KEYS[3], 1, ARGV[1], 2, ARGV[2])";
        redis.send(
                Command.EVAL,
                lines,
                3,
                Keys.partition(GREEDY) + "line:" + Keys.owner(GREEDY) + ":tool-a",
                Keys.partition(SHY) + "line:" + Keys.owner(SHY) + ":tool-a",
                Keys.partition(GREEDY) + "turns:tool-a",
                Keys.owner(GREEDY),
                Keys.owner(SHY));

        await().atMost(Duration.ofSeconds(30)).until(() -> claim(1), List.of(GREEDY)::equals);
        assertThat(get(worker.poll(job.ref())).orElseThrow().attempt()).isEqualTo(1);
    }

    @Test
    void cancelledJobsLeaveNothingBehind() {
        List<NewJob> jobs =
                IntStream.range(0, 3).mapToObj(i -> queue(GREEDY, "tool-a")).toList();
        jobs.forEach(job -> get(dying.cancel(job.ref())));

        assertThat(redis.send(Command.KEYS, Keys.partition(GREEDY) + "line:*").size())
                .isZero();
        assertThat(redis.send(Command.KEYS, Keys.partition(GREEDY) + "turns:*").size())
                .isZero();
        assertThat(claim(10)).isEmpty();
    }

    @Test
    void whatAnOlderVersionQueuedIsServedToo() {
        queue(GREEDY, "tool-a");
        queue(MODEST, "tool-a");
        for (String kind : List.of("line:*", "turns:*")) {
            for (Response key : redis.send(Command.KEYS, Keys.partition(GREEDY) + kind)) {
                redis.send(Command.DEL, key);
            }
        }
        assertThat(claim(10)).isEmpty();

        get(dying.reap(TOOLS));

        assertThat(claim(10)).containsExactlyInAnyOrder(GREEDY, MODEST);
    }

    @Test
    void whatAnOlderVersionClaimedIsClaimedByNobodyElse() {
        NewJob job = queue(GREEDY, "tool-a");
        redis.send(Command.HSET, Keys.job(Keys.member(job.ref())), "state", "RUNNING");
        queue(GREEDY, "tool-a");

        assertThat(claim(10)).hasSize(1);
    }

    private NewJob queue(String client, String tool) {
        JobRef ref = new JobRef(client, UUID.randomUUID().toString());
        NewJob job = new NewJob(ref, tool, "digest", "{}", true, 3, Duration.ofMinutes(5), 1_000, "");
        get(dying.start(job, false));
        return job;
    }

    private String claimOne() {
        return claim(worker, 1).get(0);
    }

    private List<String> claim(int most) {
        return claim(worker, most);
    }

    /** Whose jobs come, in their order. */
    private List<String> claim(RedisJobStore store, int most) {
        // It asks only where it has heard that something waits.
        await().until(() -> {
            redis.send(Command.PUBLISH, TestRedis.CHANNEL, "ready " + Keys.owner(GREEDY));
            return store.mayHoldWork();
        });
        return get(store.claim(TOOLS, most)).stream()
                .map(lease -> lease.ref().clientId())
                .toList();
    }

    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(10));
    }
}
