package dev.goldfish.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.awaitility.Awaitility.await;

import dev.goldfish.job.Job;
import dev.goldfish.job.JobConfig;
import dev.goldfish.job.JobRef;
import dev.goldfish.job.JobState;
import dev.goldfish.job.Lease;
import dev.goldfish.job.NewJob;
import dev.goldfish.job.Renewal;
import dev.goldfish.job.Start;
import dev.goldfish.protocol.UnavailableException;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Redis gave to a replica in an answer that never came. */
class UnansweredTest {
    private static final JobConfig CONFIG = TestRedis.jobConfig(Map.of());

    /** Of the same partition. */
    private static final String NEIGHBOUR = IntStream.iterate(2, i -> i + 1)
            .mapToObj(i -> "client-" + i)
            .filter(client -> Keys.partition(client).equals(Keys.partition("client-001")))
            .findFirst()
            .orElseThrow();

    private final AtomicBoolean losing = new AtomicBoolean(true);
    private final List<Request> underWay = new CopyOnWriteArrayList<>();
    private TestRedis redis;
    private RedisJobStore replica;
    private RedisJobStore another;

    @BeforeEach
    void begin() {
        redis = new TestRedis();
        // Those that give it something.
        replica = redis.lossyStore(CONFIG, answer -> losing.get() && answer.size() > 0);
        another = redis.store(CONFIG);
        loadScripts();
    }

    /** Requests that are sent later name them by their hashes only. */
    private void loadScripts() {
        RedisJobStore first = redis.store(CONFIG);
        get(first.start(job(true), false));
        get(first.claim(Set.of("tool"), 1));
        redis.send(Command.FLUSHDB);
    }

    @AfterEach
    void end() {
        redis.close();
    }

    @Test
    void aJobThatWasStartedWithoutAnAnswerIsGivenBackUnharmed() {
        NewJob job = job(true);
        assertThatThrownBy(() -> get(replica.start(job, true))).isInstanceOf(UnavailableException.class);
        assertThat(job(job.ref()).state()).isEqualTo(JobState.RUNNING);

        losing.set(false);
        reapUntil(() -> job(job.ref()).state() == JobState.QUEUED);

        List<Lease> claimed = get(another.claim(Set.of("tool"), 5));
        assertThat(claimed).singleElement().matches(lease -> lease.attempt() == 1 && lease.fence() == 2);
    }

    @Test
    void aCallThatBeganWithoutAnAnswerIsForgottenSoThatARepeatRunsIt() {
        NewJob call = job(false);
        assertThatThrownBy(() -> get(replica.start(call, true))).isInstanceOf(UnavailableException.class);
        assertThat(get(another.start(call, true))).isInstanceOf(Start.Known.class);

        losing.set(false);

        reapUntil(() -> get(another.start(call, true)) instanceof Start.Running);
    }

    @Test
    void jobsThatWereClaimedWithoutAnAnswerAreGivenBackUnharmed() {
        NewJob job = job(true);
        get(another.start(job, false));
        assertThat(get(replica.claim(Set.of("tool"), 5))).isEmpty();
        assertThat(job(job.ref()).state()).isEqualTo(JobState.RUNNING);

        losing.set(false);
        reapUntil(() -> job(job.ref()).state() != JobState.RUNNING);

        assertThat(job(job.ref())).matches(back -> back.state() == JobState.QUEUED && back.attempt() == 0);
    }

    @Test
    void whatWasStartedBesideAJobThatRedisRefusesIsGivenBack() {
        losing.set(false);
        NewJob job = job(true);
        NewJob refused = new NewJob(
                new JobRef(NEIGHBOUR, UUID.randomUUID().toString()),
                "tool",
                "digest",
                "{}",
                true,
                1,
                Duration.ofMinutes(5),
                1_000,
                "");
        redis.send(Command.SET, Keys.partition(NEIGHBOUR) + "live:" + Keys.owner(NEIGHBOUR), "no set");
        assertThatThrownBy(() -> redis.inOneTurn(() -> Stream.of(job, refused)
                        .map(one -> replica.start(one, true).subscribeAsCompletionStage())
                        .toList()))
                .hasMessageContaining("WRONGTYPE");
        assertThat(job(job.ref()).state()).isEqualTo(JobState.RUNNING);

        reapUntil(() -> job(job.ref()).state() == JobState.QUEUED);
    }

    @Test
    void whatAnotherReplicaRunsStaysWithIt() {
        NewJob job = job(true);
        Start first = get(another.start(job, true));
        assertThatThrownBy(() -> get(replica.start(job, true))).isInstanceOf(UnavailableException.class);

        losing.set(false);
        NewJob lost = job(true);
        get(another.start(lost, false));
        reapUntil(() -> get(replica.claim(Set.of("tool"), 1)).size() == 1);

        assertThat(first)
                .asInstanceOf(type(Start.Running.class))
                .extracting(Start.Running::lease)
                .matches(lease -> get(another.renew(List.of(lease))).get(lease) == Renewal.OK);
    }

    @Test
    void aCallWhosePacketsAreLateIsRefusedSoThatARepeatRunsIt() {
        RedisJobStore slow = redis.lateStore(CONFIG, this::isOfTheClientAndLate, underWay);
        NewJob call = job(false);
        assertThatThrownBy(() -> get(slow.start(call, true))).isInstanceOf(UnavailableException.class);
        withdrawn(slow);

        underWay.forEach(redis::send);

        assertThat(redis.members("client-001", "lease")).isZero();
        assertThat(get(another.start(call, true))).isInstanceOf(Start.Running.class);
    }

    @Test
    void aJobWhosePacketsAreLateIsStartedByTheRepeatOnly() {
        RedisJobStore slow = redis.lateStore(CONFIG, this::isOfTheClientAndLate, underWay);
        NewJob job = job(true);
        assertThatThrownBy(() -> get(slow.start(job, true))).isInstanceOf(UnavailableException.class);
        withdrawn(slow);

        underWay.forEach(redis::send);

        assertThat(get(another.poll(job.ref()))).isEmpty();
        assertThat(get(another.start(job, true))).isInstanceOf(Start.Running.class);
    }

    @Test
    void aClaimWhosePacketsAreLateTakesNothing() {
        RedisJobStore slow = redis.lateStore(CONFIG, this::isOfTheClientAndLate, underWay);
        NewJob job = job(true);
        get(another.start(job, false));
        assertThat(get(slow.claim(Set.of("tool"), 5))).isEmpty();
        withdrawn(slow);

        underWay.forEach(redis::send);

        assertThat(job(job.ref()).state()).isEqualTo(JobState.QUEUED);
    }

    private boolean isOfTheClientAndLate(Request request) {
        return losing.get() && request.toString().contains(Keys.partition("client-001"));
    }

    /** The replica takes back what it got no answer to. */
    private void withdrawn(RedisJobStore slow) {
        losing.set(false);
        await().ignoreExceptionsInstanceOf(UnavailableException.class).until(() -> {
            get(slow.reap(Set.of()));
            return redis.members("client-001", "withdrawn") == 1;
        });
    }

    /** It connects again first. */
    private void reapUntil(Callable<Boolean> condition) {
        await().ignoreExceptionsInstanceOf(UnavailableException.class).until(() -> {
            get(replica.reap(Set.of()));
            return condition.call();
        });
    }

    private static NewJob job(boolean listed) {
        JobRef ref = new JobRef("client-001", UUID.randomUUID().toString());
        return new NewJob(ref, "tool", "digest", "{}", listed, 1, Duration.ofMinutes(5), 1_000, "");
    }

    private Job job(JobRef ref) {
        return get(another.poll(ref)).orElseThrow();
    }

    private static <T> T get(Uni<T> answer) {
        return answer.await().atMost(Duration.ofSeconds(10));
    }
}
