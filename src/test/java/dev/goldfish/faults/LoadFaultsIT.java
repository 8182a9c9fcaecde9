package dev.goldfish.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.goldfish.client.GoldfishClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.ExtendWith;

/** More of everything than in one's daily life. */
@ExtendWith(ClusterExtension.class)
class LoadFaultsIT {
    private static final String TASK = "start_long_task";
    private static final int JOBS = 5_000;
    /** Jobs wait for slots much longer than that, and their polls gather. */
    private static final int SECONDS = 1;

    private static final Duration LONG = Duration.ofSeconds(120);
    private static final Pattern SCRIPTS = Pattern.compile("cmdstat_evalsha:calls=(\\d+)");

    /** Everything of a job is gone soon after its end, so that the memory it took can be seen to return. */
    private static final Map<String, String> SETTINGS = Map.of(
            "GOLDFISH_JOBS_SLOTS", "40",
            "GOLDFISH_JOBS_LIVE_JOBS", "20000",
            "GOLDFISH_JOBS_RETENTION", "20s",
            "GOLDFISH_TIME_WINDOW", "15s");

    @FaultExperiment
    void manyJobsAndLongPolls(Cluster cluster) {
        Experiment experiment = cluster.experiment(18, "5,000 jobs and 5,000 long polls");
        List<Replica> replicas = IntStream.range(0, Cluster.SIZE)
                .mapToObj(i -> cluster.guest(Replica.start(
                        "load-" + i, cluster.dir(), cluster.proxy().uri(), SETTINGS)))
                .toList();
        replicas.forEach(Replica::awaitReady);
        // Those of other settings would run jobs too.
        cluster.replicas().forEach(Replica::kill);
        List<List<GoldfishClient>> clients = replicas.stream()
                .map(replica -> Replica.CLIENTS.stream().map(replica::client).toList())
                .toList();
        long memoryBefore = cluster.redis().info("memory", "used_memory");
        long scriptsBefore = scripts(cluster);
        long began = System.nanoTime();

        AtomicInteger polling = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        ManyPolls polls = new ManyPolls();
        List<CompletableFuture<Void>> answers = Parallel.run(JOBS, 24, i -> {
            int client = i % Replica.CLIENTS.size();
            String job = experiment.accepted(
                    startPatiently(clients.get(i % Cluster.SIZE).get(client), "load-" + i));
            most.accumulateAndGet(polling.incrementAndGet(), Math::max);
            return polls.done(replicas.get((i + 1) % Cluster.SIZE), Cluster.clientId(client), job)
                    .whenComplete((done, failure) -> polling.decrementAndGet());
        });
        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .orTimeout(LONG.toSeconds(), TimeUnit.SECONDS)
                .join();
        Audit end = experiment.conclude(LONG);
        long seconds = Math.max(1, Duration.ofNanos(System.nanoTime() - began).toSeconds());
        long perJob = (scripts(cluster) - scriptsBefore) / JOBS;
        long memoryAfter = cluster.redis().info("memory", "used_memory");
        assertThat(Experiment.states(end)).isEqualTo(Map.of("DONE", (long) JOBS));
        // Start, claim, end, progress, the first read and the last of a long poll, and one read every 2 to 5 s between.
        assertThat(perJob).as("scripts that Redis ran for each job").isLessThan(8 + seconds / 2);

        await("the jobs are gone from Redis")
                .atMost(LONG)
                .until(() -> Audit.of(cluster.redis()).jobs().isEmpty());
        await("memory returns to its baseline")
                .atMost(LONG)
                .until(() -> cluster.redis().info("memory", "used_memory") - memoryBefore < 2_000_000);
        System.out.printf(
                "         %d s, at most %d long polls at once, %d scripts a job, %d KB of Redis memory at the end, %d KB"
                        + " when they had gone%n",
                seconds,
                most.get(),
                perJob,
                (memoryAfter - memoryBefore) / 1024,
                (cluster.redis().info("memory", "used_memory") - memoryBefore) / 1024);
    }

    private static String startPatiently(GoldfishClient client, String work) {
        return await(work)
                .atMost(LONG)
                .pollInSameThread()
                .until(() -> Cluster.tryStart(client, TASK, Map.of("seconds", SECONDS), work), Objects::nonNull);
    }

    private static long scripts(Cluster cluster) {
        Matcher matcher = SCRIPTS.matcher(String.valueOf(cluster.redis().command("INFO", "commandstats")));
        return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }
}
