package dev.goldfish.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** A Redis that is killed, full, replaced, or has lost something. */
@ExtendWith(ClusterExtension.class)
class RedisFaultsIT {
    private static final String TASK = "start_long_task";
    private static final Duration SOON = Duration.ofSeconds(60);

    @FaultExperiment
    @Tag("smoke-faults")
    void redisKilled(Cluster cluster) {
        Experiment experiment = cluster.experiment(5, "Redis kill -9, with its append-only file");
        AtomicBoolean over = new AtomicBoolean();
        Parallel.run(5, 5, caller -> {
            if (caller == 0) {
                await("some jobs run").until(() -> experiment.acceptedJobs() > 8);
                cluster.redis().kill();
                // Long enough for calls to fail, too short for a lease to run out.
                await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
                cluster.redis().restart();
                int before = experiment.acceptedJobs();
                await("starts are accepted again").atMost(SOON).until(() -> experiment.acceptedJobs() > before + 8);
                over.set(true);
                return 0;
            }
            for (int i = 0; !over.get(); i++) {
                String work = "kill-" + caller + "-" + i;
                experiment.accepted(cluster.startSomewhere(caller, i, TASK, Map.of("seconds", 1 + i % 3), work));
                await().pollInterval(Duration.ofMillis(150)).until(() -> true);
            }
            return 0;
        });

        Audit end = experiment.conclude(SOON);
        assertThat(Experiment.states(end)).containsOnlyKeys("DONE");
    }

    @FaultExperiment
    void outOfMemory(Cluster cluster) {
        Experiment experiment = cluster.experiment(9, "Redis out of memory");
        List<String> jobs =
                Parallel.run(9, 9, i -> experiment.accepted(cluster.client(i, i).start(TASK, Map.of("seconds", 4))));
        await("all run").until(() -> experiment.count("RUNNING") == jobs.size());

        cluster.redis().command("CONFIG", "SET", "maxmemory", "100kb");
        AtomicBoolean full = new AtomicBoolean(true);
        Thread callers = new Thread(() -> {
            while (full.get()) {
                Parallel.run(6, 6, i -> Cluster.tryStart(cluster.client(i, i), TASK, Map.of("seconds", 1), "refused"));
            }
        });
        callers.start();
        cluster.replica(0).kill();
        await("the running jobs are done, those of a killed replica too")
                .atMost(SOON)
                .until(() -> experiment.count("DONE") == jobs.size());
        assertThat(experiment.look().jobs())
                .as("nothing of a refused start is there")
                .hasSize(jobs.size());
        full.set(false);
        await().until(() -> !callers.isAlive());
        cluster.redis().command("CONFIG", "SET", "maxmemory", "0");

        experiment.accepted(cluster.startSomewhere(0, 1, TASK, Map.of("seconds", 1), "accepted-again"));
        assertThat(Experiment.states(experiment.conclude(SOON))).isEqualTo(Map.of("DONE", 10L));
    }

    @FaultExperiment
    void tailCut(Cluster cluster) throws IOException {
        Experiment experiment = cluster.experiment(6, "the tail of the append-only file is cut");
        cluster.redis().command("CONFIG", "SET", "appendfsync", "always");
        List<String> kept = Parallel.run(
                3, 3, i -> experiment.accepted(cluster.client(i, i).start(TASK, Map.of("seconds", 4), "kept-" + i)));
        long size = Files.size(cluster.redis().appendOnlyFile());
        List<String> lost = Parallel.run(
                3, 3, i -> experiment.accepted(cluster.client(i, i).start(TASK, Map.of("seconds", 4), "lost-" + i)));

        cluster.redis().kill();
        try (FileChannel file = FileChannel.open(cluster.redis().appendOnlyFile(), StandardOpenOption.WRITE)) {
            // In the middle of the first command after that moment.
            file.truncate(size + 5);
        }
        cluster.redis().restart();
        experiment.dataLost();
        assertThat(experiment.look().jobs().keySet()).containsAll(kept).doesNotContainAnyElementsOf(lost);

        List<String> again =
                Parallel.run(3, 3, i -> cluster.startSomewhere(i, i + 1, TASK, Map.of("seconds", 4), "lost-" + i));
        assertThat(again).as("the same work again").isEqualTo(lost);
        assertThat(Experiment.states(experiment.conclude(SOON))).isEqualTo(Map.of("DONE", 6L));
    }
}
