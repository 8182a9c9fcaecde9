package dev.goldfish.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.goldfish.client.Answer;
import dev.goldfish.client.GoldfishClient;
import dev.goldfish.client.RefusedException;
import dev.goldfish.client.ToolFailedException;
import dev.goldfish.protocol.ErrorCode;
import dev.goldfish.protocol.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;

/** A network between replicas and Redis that loses, delays, stalls or breaks what passes. */
@ExtendWith(ClusterExtension.class)
class NetworkFaultsIT {
    private static final String TASK = "start_long_task";
    private static final Duration SOON = Duration.ofSeconds(60);
    /** At most two round trips to Redis of 2 s each, and a margin for a busy machine. */
    private static final Duration BOUND = Duration.ofSeconds(7);

    /** For what is sent outside of calls, and to listen. */
    private static final int FEWEST_CONNECTIONS = Cluster.SIZE * 3;
    /** One more for each event loop; Quarkus has two of them for a processor at the most. */
    private static final int MOST_CONNECTIONS =
            FEWEST_CONNECTIONS + Cluster.SIZE * 2 * Runtime.getRuntime().availableProcessors();

    private static final int IN_TURN = 6;
    private static final int WARMING_UP = 12;
    private static final int SAMPLES = 48;
    private static final Pattern PUBSUB_CLIENT = Pattern.compile("(?m)^id=(\\d+) .* sub=[1-9]");

    @FaultExperiment
    void answerToStartLost(Cluster cluster) {
        Experiment experiment = cluster.experiment(4, "a start's reply is lost after its commit");
        // In the request that starts a job, and in none that ends one.
        Map<String, Object> task = Map.of("seconds", 2);
        String mark = "\"seconds\":2}";

        // Scripts are sent whole once: from here on by their hash, which commits with the first request.
        String before = experiment.accepted(cluster.client(0, 0).start(TASK, Map.of("seconds", 1)));

        cluster.proxy().loseAnswersTo(mark);
        List<String> refusals = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            int number = i;
            refusals.add(refusal(() -> cluster.client(number, number).start(TASK, task, "lost-" + number)));
        }
        assertThat(refusals).containsOnly(ErrorCode.UNAVAILABLE.text());
        Set<String> committed = new HashSet<>(experiment.look().jobs().keySet());
        committed.remove(before);
        assertThat(committed).as("starts that took effect all the same").hasSize(6);
        cluster.proxy().heal();

        List<String> known =
                Parallel.run(6, 6, i -> experiment.accepted(cluster.startSomewhere(i, i + 1, TASK, task, "lost-" + i)));
        assertThat(known).containsExactlyInAnyOrderElementsOf(committed);
        List<String> again = Parallel.run(6, 6, i -> cluster.startSomewhere(i, i + 2, TASK, task, "lost-" + i));
        assertThat(again).isEqualTo(known);
        assertThat(Experiment.states(experiment.conclude(SOON))).isEqualTo(Map.of("DONE", 7L));
    }

    @FaultExperiment
    void redisAway(Cluster cluster) {
        Experiment experiment = cluster.experiment(8, "Redis away for 4 leases");
        List<String> jobs =
                Parallel.run(9, 9, i -> experiment.accepted(cluster.client(i, i).start(TASK, Map.of("seconds", 17))));
        await("all run").until(() -> experiment.count("RUNNING") == jobs.size());

        cluster.proxy().cut();
        int attemptsBefore = cluster.proxy().attempts();
        long end = System.nanoTime() + Replica.LEASE.multipliedBy(4).toNanos();
        while (System.nanoTime() < end) {
            List<Duration> took = Parallel.run(3, 3, i -> {
                long asked = System.nanoTime();
                assertThat(refusal(() -> cluster.client(0, i).start(TASK, Map.of("seconds", 1))))
                        .isEqualTo(ErrorCode.UNAVAILABLE.text());
                return Duration.ofNanos(System.nanoTime() - asked);
            });
            assertThat(took).allMatch(time -> time.compareTo(BOUND) < 0);
        }
        long attemptsWhileAway = cluster.proxy().attempts() - attemptsBefore;
        assertThat(attemptsWhileAway)
                .as("attempts of the connections to come back, at most one each in 100 ms")
                .isLessThan(
                        MOST_CONNECTIONS * 10 * Replica.LEASE.multipliedBy(4).toSeconds());
        cluster.proxy().heal();

        // A worker that had not stopped its job would renew it now, and end it within its first attempt.
        await("all run again")
                .atMost(SOON)
                .until(() -> experiment.count("RUNNING") == jobs.size()
                        && jobs.stream().allMatch(job -> experiment.job(job).attempt() == 2));
        long before = cluster.redis().calls("evalsha");
        await("five seconds of work").pollDelay(Duration.ofSeconds(5)).until(() -> true);
        long perSecond = (cluster.redis().calls("evalsha") - before) / 5;
        assertThat(cluster.proxy().connections())
                .as("connections of 3 replicas")
                .isBetween(FEWEST_CONNECTIONS, MOST_CONNECTIONS);
        // Every second each replica reaps and probes 16 partitions at most, checks rights, renews, and passes on
        // progress.
        assertThat(perSecond)
                .as("scripts a second, after the outage")
                .isLessThan(Cluster.SIZE * (16 + 17 + 6) + jobs.size());
        System.out.println("         " + attemptsWhileAway + " attempts to connect while it was away, then " + perSecond
                + " scripts a second");

        Audit audit = experiment.conclude(SOON);
        assertThat(audit.jobs().values()).allMatch(job -> job.state().equals("DONE") && job.attempt() == 2);
    }

    @FaultExperiment
    void slowThenStalled(Cluster cluster) {
        Experiment experiment = cluster.experiment(10, "200 ms more, then nothing: every call bounded");
        Parallel.run(6, 6, i -> experiment.accepted(cluster.client(i, i).start(TASK, Map.of("seconds", 12))));

        cluster.proxy().delay(200);
        List<Duration> slow = Parallel.run(
                30,
                6,
                i -> timed(() -> {
                    GoldfishClient client = cluster.client(i, i);
                    String job = experiment.accepted(client.start(TASK, Map.of("seconds", 1)));
                    client.poll(job, Duration.ZERO);
                    client.call("batch_sum", Map.of("numbers", List.of(1)));
                }));
        // Four round trips and a half.
        assertThat(slow).allMatch(time -> time.compareTo(BOUND) < 0);

        cluster.proxy().stall();
        List<Duration> stalled = Parallel.run(
                12,
                12,
                i -> timed(() -> assertThat(refusal(() -> cluster.client(i, i).start(TASK, Map.of("seconds", 1))))
                        .isEqualTo(ErrorCode.UNAVAILABLE.text())));
        assertThat(stalled).allMatch(time -> time.compareTo(BOUND) < 0);

        cluster.proxy().heal();
        await("calls pass again")
                .atMost(SOON)
                .untilAsserted(() ->
                        Parallel.run(3, 3, i -> cluster.client(0, i).call("batch_sum", Map.of("numbers", List.of(1)))));
        // Leases that ran out meanwhile are another attempt; whether they did depends on how long it took.
        assertThat(Experiment.states(experiment.conclude(SOON))).isEqualTo(Map.of("DONE", 36L));
    }

    @FaultExperiment
    void pubSubKilled(Cluster cluster) {
        Experiment experiment = cluster.experiment(16, "pub/sub connections killed");
        AtomicBoolean killing = new AtomicBoolean(true);
        Thread killer = new Thread(() -> {
            while (killing.get()) {
                killSubscribers(cluster, experiment);
            }
        });
        killer.setDaemon(true);
        List<String> jobs = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            jobs.add(experiment.accepted(cluster.client(i, i).start(TASK, Map.of("seconds", 2))));
        }
        killer.start();
        List<Long> deaf = Parallel.run(6, 6, i -> latencyMs(cluster, experiment, i, jobs.get(i)));
        killing.set(false);
        assertThat(deaf).as("ms from a job's end to its long poll's").allMatch(ms -> ms < 5_500);

        await("all listen again").atMost(SOON).until(() -> subscribers(cluster).size() == Cluster.SIZE + 1);
        List<Latency> hearing = hearing(cluster, experiment);
        long median = median(hearing.stream().map(Latency::ofLongPoll));
        long usual = median(hearing.stream().map(Latency::ofPollAtOnce));
        System.out.printf(
                "         long polls while deaf %s ms; then median %d us after the end, and %d us for a poll that waits for"
                        + " nothing%n",
                deaf, median, usual);
        // Where the machine has nothing else to do; otherwise no more than what any call takes then.
        assertThat(median)
                .as("us from a job's end to its long poll's, the median")
                .isLessThan(Math.max(5_000, 2 * usual));
        experiment.conclude(SOON);
    }

    /** In microseconds; from a job's end, whose time is known in ms and rounded down. */
    private record Latency(long ofLongPoll, long ofPollAtOnce) {}

    /** Of jobs that end one after the other, and of their long polls on other replicas. */
    private static List<Latency> hearing(Cluster cluster, Experiment experiment) {
        return Parallel.run(WARMING_UP + SAMPLES, IN_TURN, i -> {
                    // No two of them end at the same time, and none when another starts.
                    Duration turn = i < IN_TURN ? Duration.ofMillis(i * 170) : Duration.ZERO;
                    await("its turn").pollDelay(turn).until(() -> true);
                    String job = experiment.accepted(cluster.client(i, i).start(TASK, Map.of("seconds", 1)));
                    GoldfishClient other = cluster.client(i, i + 1);
                    other.poll(job, Duration.ofSeconds(20));
                    Instant answered = Instant.now();
                    Duration atOnce = timed(() -> other.poll(job, Duration.ZERO));
                    Instant ended = Instant.ofEpochMilli(
                            Long.parseLong(experiment.job(job).ended()));
                    return new Latency(ChronoUnit.MICROS.between(ended, answered), atOnce.toNanos() / 1_000);
                })
                .subList(WARMING_UP, WARMING_UP + SAMPLES);
    }

    private static long median(Stream<Long> values) {
        return values.sorted().skip(SAMPLES / 2).findFirst().orElseThrow();
    }

    /** How long after the job's end its long poll on another replica was answered. */
    private static long latencyMs(Cluster cluster, Experiment experiment, int i, String job) {
        Answer answer = cluster.client(i, i + 1).poll(job, Duration.ofSeconds(20));
        long answeredMs = System.currentTimeMillis();
        assertThat(answer.status()).isEqualTo(Status.DONE);
        return answeredMs - Long.parseLong(experiment.job(job).ended());
    }

    private static void killSubscribers(Cluster cluster, Experiment experiment) {
        for (String id : subscribers(cluster)) {
            if (!id.equals(Long.toString(experiment.doorbells().connectionId()))) {
                cluster.redis().command("CLIENT", "KILL", "ID", id);
            }
        }
    }

    /** Connections of replicas that listen, and that of the test. */
    private static List<String> subscribers(Cluster cluster) {
        Matcher matcher = PUBSUB_CLIENT.matcher(String.valueOf(cluster.redis().command("CLIENT", "LIST")));
        List<String> ids = new ArrayList<>();
        while (matcher.find()) {
            ids.add(matcher.group(1));
        }
        return ids;
    }

    private static Duration timed(Runnable action) {
        long began = System.nanoTime();
        action.run();
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private static String refusal(Runnable call) {
        try {
            call.run();
            return "accepted";
        } catch (RefusedException | ToolFailedException e) {
            return e.error();
        }
    }
}
