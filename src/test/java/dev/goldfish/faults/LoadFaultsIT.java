package dev.goldfish.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.goldfish.client.GoldfishClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.extension.ExtendWith;

/** More of everything than in one's daily life. */
@ExtendWith(ClusterExtension.class)
@DisabledIf(
        value = "dev.goldfish.faults.ServerPackage#isNative",
        disabledReason = "asks jcmd for heap and threads, which a native binary does not answer")
class LoadFaultsIT {
    private static final String TASK = "start_long_task";
    private static final int JOBS = 5_000;
    private static final int FRONTS = 2;
    private static final int WORKERS = 3;
    private static final int SENT_AT_ONCE = 500;
    private static final Duration LONG = Duration.ofSeconds(120);
    private static final Duration WINDOW = Duration.ofSeconds(20);

    /** A poll is read when it comes, every 2 s at the most, when its 30 s are over, and its nonce is spent. */
    private static final int MOST_READS = JOBS / 2 + 3 * JOBS / 30;
    /** For what runs in them at times, such as a thread that compiles. */
    private static final int SOME_THREADS = 8;
    /** A tenth of what 5,000 polls take. */
    private static final int SOME_KB = 4_000;

    /**
     * Everything of a job is gone soon after its end, so that the memory it took can be seen to return; and no worker loses a
     * lease because its machine has too much to do.
     */
    private static final Map<String, String> SETTINGS = Map.of(
            "GOLDFISH_JOBS_LEASE", "15s",
            "GOLDFISH_JOBS_SLOTS", "150",
            "GOLDFISH_JOBS_LIVE_JOBS", "20000",
            "GOLDFISH_JOBS_RETENTION", "40s",
            "GOLDFISH_TIME_WINDOW", WINDOW.toSeconds() + "s");

    @FaultExperiment
    void manyJobsAndLongPolls(Cluster cluster) {
        Experiment experiment = cluster.experiment(18, "5,000 jobs and 5,000 long polls at once");
        List<Replica> fronts = start(cluster, "front", FRONTS, Map.of("GOLDFISH_JOBS_WORKER", "false"));
        // Others would run the jobs before all polls are there.
        cluster.replicas().forEach(Replica::kill);
        RedisProcess redis = cluster.redis();
        redis.shortenWindow(WINDOW);
        long redisBefore = redis.info("memory", "used_memory");

        List<List<GoldfishClient>> clients = fronts.stream()
                .map(front -> Replica.CLIENTS.stream().map(front::client).toList())
                .toList();
        List<String> jobs = Parallel.run(
                JOBS,
                24,
                i -> experiment.accepted(
                        startPatiently(clients.get(i % FRONTS).get(i % Replica.CLIENTS.size()), "load-" + i)));
        List<Footprint> before = footprints(fronts);
        int connectionsBefore = cluster.proxy().connections();

        ManyPolls polls = new ManyPolls();
        List<CompletableFuture<Void>> answers = new ArrayList<>();
        while (answers.size() < JOBS) {
            long noncesBefore = redis.calls("set");
            for (int n = 0; n < SENT_AT_ONCE; n++) {
                int i = answers.size();
                answers.add(polls.done(fronts.get((i + 1) % FRONTS), Cluster.clientId(i), jobs.get(i)));
            }
            await("these are let in").atMost(LONG).until(() -> redis.calls("set") - noncesBefore >= SENT_AT_ONCE);
        }
        await("all polls wait").atMost(LONG).until(() -> polls.open() == JOBS);
        List<Long> reads = List.of(readsPerSecond(redis), readsPerSecond(redis));
        List<Footprint> during = footprints(fronts);
        assertThat(reads).as("scripts a second while all wait").allMatch(rate -> rate < MOST_READS);
        assertThat(cluster.proxy().connections())
                .as("connections of the fronts to Redis")
                .isLessThanOrEqualTo(connectionsBefore);
        for (int i = 0; i < FRONTS; i++) {
            assertThat(during.get(i).threads())
                    .as("threads of a front")
                    .isLessThan(before.get(i).threads() + SOME_THREADS);
        }

        long began = System.nanoTime();
        start(cluster, "worker", WORKERS, Map.of());
        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .orTimeout(LONG.toSeconds(), TimeUnit.SECONDS)
                .join();
        long seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds();
        Audit end = experiment.conclude(LONG);
        assertThat(Experiment.states(end)).isEqualTo(Map.of("DONE", (long) JOBS));

        await("the jobs are gone from Redis")
                .atMost(LONG)
                .until(() -> Audit.of(redis).jobs().isEmpty());
        await("memory returns to its baseline")
                .atMost(LONG)
                .until(() -> redis.info("memory", "used_memory") - redisBefore < 2_000_000);
        await("that of the fronts too")
                .atMost(LONG)
                .pollInterval(Duration.ofSeconds(2))
                .untilAsserted(() -> {
                    List<Footprint> after = footprints(fronts);
                    for (int i = 0; i < FRONTS; i++) {
                        assertThat(after.get(i).heapKb() - before.get(i).heapKb())
                                .isLessThan(SOME_KB);
                    }
                });
        System.out.printf(
                "         %s scripts a second while all wait; each front before %s, meanwhile %s, after %s; done %d s after"
                        + " workers came; Redis %d KB more in the end%n",
                reads,
                before,
                during,
                footprints(fronts),
                seconds,
                (redis.info("memory", "used_memory") - redisBefore) / 1024);
    }

    private static List<Replica> start(Cluster cluster, String name, int number, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(SETTINGS);
        all.putAll(settings);
        List<Replica> replicas = IntStream.range(0, number)
                .mapToObj(i -> cluster.guest(Replica.start(
                        name + "-" + i, cluster.dir(), cluster.proxy().uri(), all)))
                .toList();
        replicas.forEach(Replica::awaitReady);
        return replicas;
    }

    private static String startPatiently(GoldfishClient client, String work) {
        return await(work)
                .atMost(LONG)
                .pollInSameThread()
                .until(() -> Cluster.tryStart(client, TASK, Map.of("seconds", 1), work), Objects::nonNull);
    }

    private static List<Footprint> footprints(List<Replica> replicas) {
        return replicas.stream().map(replica -> Footprint.of(replica.process())).toList();
    }

    private static long readsPerSecond(RedisProcess redis) {
        long before = redis.calls("evalsha");
        long began = System.nanoTime();
        await("some seconds of it").pollDelay(Duration.ofSeconds(5)).until(() -> true);
        return (redis.calls("evalsha") - before)
                * 1_000
                / Duration.ofNanos(System.nanoTime() - began).toMillis();
    }
}
