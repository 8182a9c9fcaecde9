package dev.goldfish.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goldfish.client.Answer;
import dev.goldfish.client.GoldfishClient;
import dev.goldfish.client.RefusedException;
import dev.goldfish.client.ToolFailedException;
import dev.goldfish.protocol.ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** Callers that get in each other's way. */
@ExtendWith(ClusterExtension.class)
class RaceFaultsIT {
    private static final String TASK = "start_long_task";
    private static final Duration SOON = Duration.ofSeconds(60);

    @FaultExperiment
    @Tag("smoke-faults")
    void duplicateStarts(Cluster cluster) {
        Experiment experiment = cluster.experiment(3, "1,000 duplicate starts over 3 replicas");
        List<GoldfishClient> clients = clients(cluster, 1);

        List<String> ids = Parallel.run(
                1_000,
                32,
                i -> experiment.accepted(
                        clients.get(i % Cluster.SIZE).start(TASK, Map.of("seconds", 1), "the-same-work")));
        assertThat(ids).containsOnly(ids.get(0));
        List<String> conflicts = Parallel.run(
                30,
                16,
                i -> refusal(() -> clients.get(i % Cluster.SIZE).start(TASK, Map.of("seconds", 2), "the-same-work")));
        assertThat(conflicts).containsOnly(ErrorCode.REQUEST_ID_REUSED.text());

        Audit end = experiment.conclude(SOON);
        assertThat(end.job(ids.get(0)))
                .as("it ran once")
                .matches(job -> job.state().equals("DONE") && job.fence() == 1);
    }

    @FaultExperiment
    @Tag("smoke-faults")
    void cancelAgainstComplete(Cluster cluster) {
        Experiment experiment = cluster.experiment(13, "cancel against complete, 1,000 times");
        List<List<GoldfishClient>> clients = List.of(clients(cluster, 0), clients(cluster, 1), clients(cluster, 2));

        List<String> ends = Parallel.run(1_000, 132, i -> {
            GoldfishClient starter = clients.get(i % 3).get(i % Cluster.SIZE);
            GoldfishClient other = clients.get(i % 3).get((i + 1) % Cluster.SIZE);
            String job = experiment.accepted(starter.start(TASK, Map.of("seconds", 1)));
            aboutASecond();
            other.cancel(job);
            String first = end(other, job);
            assertThat(end(starter, job)).as("what another replica says").isEqualTo(first);
            return first;
        });

        Audit end = experiment.conclude(SOON);
        assertThat(ends).containsOnly("done", "job cancelled").contains("done", "job cancelled");
        assertThat(Experiment.states(end))
                .containsOnlyKeys("DONE", "CANCELLED")
                .containsEntry("DONE", ends.stream().filter("done"::equals).count());
    }

    /** The race itself: the task takes a second, and so, more or less, does this. */
    private static void aboutASecond() {
        try {
            TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextLong(950, 1_100));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String end(GoldfishClient client, String job) {
        try {
            Answer answer = client.await(job, SOON);
            return answer.status().wire();
        } catch (ToolFailedException e) {
            return e.error();
        }
    }

    private static String refusal(Runnable call) {
        try {
            call.run();
            throw new AssertionError("not refused");
        } catch (RefusedException e) {
            return e.error();
        }
    }

    private static List<GoldfishClient> clients(Cluster cluster, int number) {
        return cluster.replicas().stream()
                .map(replica -> replica.client(Cluster.clientId(number)))
                .toList();
    }
}
