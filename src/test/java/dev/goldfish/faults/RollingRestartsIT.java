package dev.goldfish.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goldfish.client.GoldfishClient;
import dev.goldfish.client.GoldfishException;
import dev.goldfish.client.Load;
import dev.goldfish.client.RetryPolicy;
import dev.goldfish.client.Wire;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten deployments in a row of three replicas behind a balancer, under load; each replica is replaced in each of them. */
@Tag("operations")
class RollingRestartsIT {
    private static final int RESTARTS = 10;
    private static final int REPLICAS = 3;
    /** Long enough for a job of a second or two; longer ones are handed back. */
    private static final Map<String, String> SETTINGS =
            Map.of("GOLDFISH_JOBS_DRAIN", "2s", "GOLDFISH_JOBS_SLOTS", "48");

    private static final int MOST_SECONDS = 15;
    private static final Duration FOR_A_JOB = Duration.ofSeconds(60);

    private int names;
    private final AtomicInteger starts = new AtomicInteger();
    private final AtomicInteger retries = new AtomicInteger();
    private final ConcurrentLinkedQueue<String> ended = new ConcurrentLinkedQueue<>();

    @Test
    void nobodyWhoRetriesNoticesAnything(@TempDir Path dir) throws Exception {
        try (RedisProcess redis = RedisProcess.start("redis", dir)) {
            List<Replica> replicas = IntStream.range(0, REPLICAS)
                    .mapToObj(i -> start(dir, redis))
                    .toList();
            replicas.forEach(Replica::awaitReady);
            redis.empty();
            try (Balancer balancer = new Balancer(replicas)) {
                restartAll(dir, redis, new ArrayList<>(replicas), balancer);
            }
            Audit audit = Audit.of(redis);
            long burned = audit.jobs().values().stream()
                    .filter(job -> job.attempt() != 1)
                    .count();
            System.out.printf(
                    "%d rolling restarts of %d replicas: %d jobs, %d handed back, %d attempts burned, %d retries%n",
                    RESTARTS,
                    REPLICAS,
                    audit.jobs().size(),
                    audit.jobs().values().stream()
                            .filter(job -> job.fence() > 1)
                            .count(),
                    burned,
                    retries.get());
            assertThat(audit.contradictions()).isEmpty();
            assertThat(audit.jobs().keySet()).containsExactlyInAnyOrderElementsOf(ended);
            assertThat(Experiment.states(audit)).containsOnlyKeys("DONE");
            assertThat(burned).as("attempts burned").isZero();
        }
    }

    private void restartAll(Path dir, RedisProcess redis, List<Replica> replicas, Balancer balancer) throws Exception {
        GoldfishClient client = replicas.get(0)
                .clientBuilder(Cluster.clientId(0))
                .url(balancer.url())
                .retry(RetryPolicy.DEFAULT)
                .wire(new Wire() {
                    @Override
                    public void retrying(GoldfishException because, Duration pause) {
                        retries.incrementAndGet();
                    }
                })
                .build();
        try (Load calls = new Load(() -> client.call("batch_sum", Map.of("numbers", List.of(1, 2))));
                Load jobs = new Load(() -> runJob(client))) {
            for (int restart = 0; restart < RESTARTS; restart++) {
                for (int i = 0; i < REPLICAS; i++) {
                    replicas.set(i, replace(replicas.get(i), start(dir, redis), balancer));
                }
                calls.awaitCalls(50);
            }
            jobs.awaitCalls(1);
        } finally {
            replicas.forEach(Replica::close);
        }
    }

    private void runJob(GoldfishClient client) {
        int number = starts.getAndIncrement();
        String job = client.start("start_long_task", Map.of("seconds", number % 5 == 0 ? 8 : 1), "job-" + number);
        client.await(job, FOR_A_JOB);
        ended.add(job);
    }

    private Replica start(Path dir, RedisProcess redis) {
        return Replica.start("replica-" + names++, dir, redis.uri(), SETTINGS);
    }

    /** The new one is ready before the old one is asked to stop. */
    private static Replica replace(Replica old, Replica fresh, Balancer balancer) {
        balancer.add(fresh.awaitReady());
        old.process().terminate();
        old.process().awaitStop(MOST_SECONDS);
        balancer.remove(old);
        return fresh;
    }
}
