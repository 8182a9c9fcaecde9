package dev.goldfish.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.goldfish.job.JobRef;
import dev.goldfish.job.JobState;
import dev.goldfish.job.JobStore.Ending;
import dev.goldfish.job.Lease;
import dev.goldfish.job.NewJob;
import dev.goldfish.job.Start;
import dev.goldfish.job.Written;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What each operation on a job is said to cost, the nonce of its call not included. */
class RoundTripsTest {
    private static final Set<String> TOOLS = Set.of("tool-a");
    private static final Ending DONE = new Ending(JobState.DONE, "", "{}");

    private final TestRedis redis = new TestRedis();
    private final Map<String, Integer> roundTrips = new ConcurrentHashMap<>();
    private final RedisJobStore store = redis.store(
            TestRedis.jobConfig(Map.of("lease", "1ms")), (name, nanos) -> roundTrips.merge(name, 1, Integer::sum));

    @AfterEach
    void close() {
        redis.close();
    }

    @Test
    void operationsOfCallersTakeOne() {
        NewJob job = job();

        assertThat(cost(() -> store.start(job, true))).isEqualTo(Map.of("start", 1));
        assertThat(cost(() -> store.poll(job.ref()))).isEqualTo(Map.of("poll", 1));
        assertThat(cost(() -> store.cancel(job.ref()))).isEqualTo(Map.of("cancel", 1));
        assertThat(cost(() -> store.list(job.ref().clientId(), "", 10, ""))).isEqualTo(Map.of("list", 1));
    }

    @Test
    void operationsOfWorkersTakeOne() {
        Lease lease = started();

        assertThat(cost(() -> store.progress(lease, 0.5, "half"))).isEqualTo(Map.of("progress", 1));
        assertThat(cost(() -> store.complete(lease, DONE))).isEqualTo(Map.of("complete", 1));
    }

    @Test
    void endsThatComeWhileOneIsUnderWayShareTheNext() {
        List<Lease> leases = IntStream.range(0, 6).mapToObj(i -> started()).toList();
        cost(() -> store.complete(leases.get(0), DONE));
        roundTrips.clear();
        redis.pause(Duration.ofSeconds(1));

        List<CompletableFuture<Written>> ended = leases.subList(1, 6).stream()
                .map(lease -> store.complete(lease, DONE).subscribeAsCompletionStage())
                .toList();

        assertThat(ended).allMatch(end -> end.join() == Written.WRITTEN);
        assertThat(roundTrips).isEqualTo(Map.of("complete", 2));
    }

    @Test
    void aClaimTakesOneForEachPartitionInWhichSomethingMayWait() {
        // At first any of them may hold something from before; then it is known that none does.
        assertThat(cost(() -> store.claim(TOOLS, 1))).isEmpty();

        store.start(job(), false).await().atMost(Duration.ofSeconds(10));

        // As many as were asked for: there may be more in that partition, and only there.
        await().until(() -> cost(() -> store.claim(TOOLS, 1)).equals(Map.of("claim", 1)));
    }

    @Test
    void twoHundredJobsAreRenewedTogether() {
        List<Lease> leases = IntStream.range(0, 201).mapToObj(i -> started()).toList();

        assertThat(cost(() -> store.renew(leases.subList(0, 200)))).isEqualTo(Map.of("renew", 1));
        assertThat(cost(() -> store.renew(leases))).isEqualTo(Map.of("renew", 2));
    }

    @Test
    void anIdleReplicaAsksEachPartition() {
        // It may reap only when it has been in contact for a lease.
        store.poll(job().ref()).await().atMost(Duration.ofSeconds(10));

        await().until(() -> cost(() -> store.reap(TOOLS)).equals(Map.of("reap", 16)));
    }

    /** The second time: the first one may have to send the script whole. */
    private Map<String, Integer> cost(Supplier<Uni<?>> operation) {
        operation.get().await().atMost(Duration.ofSeconds(10));
        roundTrips.clear();
        operation.get().await().atMost(Duration.ofSeconds(10));
        return Map.copyOf(roundTrips);
    }

    private Lease started() {
        Start start = store.start(job(), true).await().atMost(Duration.ofSeconds(10));
        return ((Start.Running) start).lease();
    }

    private static NewJob job() {
        JobRef ref = new JobRef("client-001", UUID.randomUUID().toString());
        return new NewJob(ref, "tool-a", "digest", "{}", true, 3, Duration.ofMinutes(5), 1_000, "");
    }
}
