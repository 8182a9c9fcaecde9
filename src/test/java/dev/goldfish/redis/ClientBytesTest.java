package dev.goldfish.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goldfish.job.Job;
import dev.goldfish.job.JobRef;
import dev.goldfish.job.JobState;
import dev.goldfish.job.JobStore.Ending;
import dev.goldfish.job.Lease;
import dev.goldfish.job.NewJob;
import dev.goldfish.job.Start;
import dev.goldfish.job.Written;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How much of Redis one client may take with arguments, results, ended jobs and remembered calls. */
class ClientBytesTest {
    private static final String LONG = "{\"a\":\"" + "x".repeat(8_000) + "\"}";
    private static final String BYTES = Keys.partition("client-001") + "bytes:" + Keys.owner("client-001");

    private final TestRedis redis = new TestRedis();
    private final RedisJobStore store = redis.store(TestRedis.jobConfig(Map.of("client-bytes", "20K")));

    @AfterEach
    void close() {
        redis.close();
    }

    @Test
    void argumentsOfUnfinishedJobsCount() {
        Lease first = running(start(LONG, true));
        start(LONG, true);

        assertThat(start(LONG, true)).isInstanceOf(Start.TooManyBytes.class);
        assertThat(start("{}", false, "client-002")).isInstanceOf(Start.Queued.class);

        get(store.complete(first, new Ending(JobState.FAILED, "tool failed", null)));
        assertThat(start(LONG, true)).as("they are kept no longer").isInstanceOf(Start.Running.class);
    }

    @Test
    void resultsCount() {
        for (int i = 0; i < 2; i++) {
            get(store.complete(running(start("{}", true)), new Ending(JobState.DONE, "", LONG)));
        }

        assertThat(start(LONG, true)).isInstanceOf(Start.TooManyBytes.class);
        assertThat(start(LONG, false)).isInstanceOf(Start.TooManyBytes.class);
    }

    @Test
    void endedJobsAndRememberedCallsCountForThemselves() {
        int started = 0;
        for (Start start = start("{}", started % 2 == 0);
                start instanceof Start.Running running;
                start = start("{}", started % 2 == 0)) {
            get(store.complete(running.lease(), new Ending(JobState.FAILED, "tool failed", null)));
            started++;
        }

        assertThat(started).isBetween(15, 25);
    }

    @Test
    void aResultBeyondTwiceTheQuotaIsNotKept() {
        Lease lease = running(start("{}", true));

        assertThat(get(store.complete(lease, new Ending(JobState.DONE, "", "\"" + "x".repeat(50_000) + "\""))))
                .isEqualTo(Written.TOO_MANY_BYTES);

        Job job = get(store.poll(lease.ref())).orElseThrow();
        assertThat(job.state()).isEqualTo(JobState.FAILED);
        assertThat(job.error()).startsWith("tool failed: its client keeps too many bytes");
    }

    @Test
    void whatIsGoneCountsNoMore() {
        get(store.complete(running(start("{}", true)), new Ending(JobState.DONE, "", LONG)));
        start(LONG, true);
        assertThat(start(LONG, true)).isInstanceOf(Start.TooManyBytes.class);
        // As if all of it had gone since, and the client had not called.
        String steps = "local all = redis.call('HGETALL', KEYS[1]) redis.call('DEL', KEYS[1])"
                + " for i = 1, #all, 2 do redis.call('HSET', KEYS[1], tonumber(all[i]) and all[i] - 100000 or all[i],"
                + " all[i + 1]) end";
        redis.send(Command.EVAL, steps, 1, BYTES);

        assertThat(start(LONG, true)).isInstanceOf(Start.Running.class);
        assertThat(redis.send(Command.HGET, BYTES, "all").toLong()).isLessThan(10_000);
    }

    @Test
    void aCallThatWasTakenBackCountsNoMore() {
        NewJob call = job(LONG, false, "client-001");
        get(store.start(call, true));
        String claim = redis.send(Command.HGET, Keys.job(Keys.member(call.ref())), "claim_id")
                .toString();

        get(store.withdraw(Keys.partition("client-001"), List.of(claim)));

        assertThat(redis.send(Command.HGET, BYTES, "all").toLong()).isZero();
        assertThat(redis.send(Command.PTTL, BYTES).toLong()).isPositive();
    }

    @Test
    void aCountOfManyStepsIsCleanedUpToo() {
        start("{}", true);
        String steps = "for i = 1, 9000 do redis.call('HSET', KEYS[1], 10000000 + i, 1) end"
                + " redis.call('HSET', KEYS[1], 1, 1000000, 'all', 1000000)";
        redis.send(Command.EVAL, steps, 1, BYTES);

        assertThat(start("{}", true)).isInstanceOf(Start.Running.class);

        assertThat(redis.send(Command.HGET, BYTES, "all").toLong()).isEqualTo(9_000 + 2 * 1_002);
        assertThat(redis.send(Command.HLEN, BYTES).toLong()).isBetween(9_000L, 9_003L);
        assertThat(redis.send(Command.PTTL, BYTES).toLong()).isPositive();
    }

    @Test
    void howeverLongJobsAreKeptTheirStepsAreFew() {
        RedisJobStore patient = redis.store(TestRedis.jobConfig(Map.of("retention", "90d")));
        for (int days = 0; days < 30; days++) {
            JobRef ref = new JobRef("client-001", UUID.randomUUID().toString());
            Duration runtime = Duration.ofDays(days).plusMinutes(5);
            get(patient.start(new NewJob(ref, "tool", "digest", "{}", true, 3, runtime, 1_000, ""), false));
        }

        assertThat(redis.send(Command.HLEN, BYTES).toLong()).isLessThan(25);
    }

    @Test
    void theCountIsKeptAsLongAsWhatItCounts() {
        RedisJobStore brief = redis.store(TestRedis.jobConfig(Map.of("retention", "1s")));
        List<NewJob> jobs = Stream.of(1, 2)
                .map(i -> new NewJob(
                        new JobRef("client-001", UUID.randomUUID().toString()),
                        "tool",
                        "digest",
                        LONG,
                        true,
                        3,
                        Duration.ofSeconds(100 + 10 * i),
                        1_000,
                        ""))
                .toList();
        jobs.forEach(job -> get(brief.start(job, false)));

        assertThat(redis.send(Command.PTTL, BYTES).toLong())
                .isGreaterThanOrEqualTo(
                        redis.send(Command.PTTL, jobKey(jobs.get(1))).toLong());
    }

    @Test
    void whatIsGivenBackWithoutACountLeavesNone() {
        NewJob job = job(LONG, true, "client-001");
        get(store.start(job, false));
        redis.send(Command.DEL, BYTES);

        get(store.cancel(job.ref()));

        assertThat(redis.send(Command.EXISTS, BYTES).toLong()).isZero();
    }

    @Test
    void withoutAQuotaAClientMayTakeAQuarterOfTheMemory() {
        RedisJobStore sharing = redis.store(TestRedis.jobConfig(Map.of()));
        String megabyte = "\"" + "x".repeat(1_000_000) + "\"";
        redis.send(Command.CONFIG, "SET", "maxmemory", "100000000");
        try {
            int taken = 0;
            while (get(sharing.start(job(megabyte, true, "client-001"), false)) instanceof Start.Queued) {
                taken++;
            }
            assertThat(taken).isBetween(20, 25);
        } finally {
            redis.send(Command.CONFIG, "SET", "maxmemory", "0");
        }
    }

    private Start start(String args, boolean listed) {
        return get(store.start(job(args, listed, "client-001"), true));
    }

    private Start start(String args, boolean slot, String client) {
        return get(store.start(job(args, true, client), slot));
    }

    private static NewJob job(String args, boolean listed, String client) {
        JobRef ref = new JobRef(client, UUID.randomUUID().toString());
        return new NewJob(ref, "tool", "digest", args, listed, 3, Duration.ofMinutes(5), 1_000, "");
    }

    private static String jobKey(NewJob job) {
        return Keys.job(Keys.member(job.ref()));
    }

    private static Lease running(Start start) {
        return ((Start.Running) start).lease();
    }

    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(10));
    }
}
