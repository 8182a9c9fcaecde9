package dev.goldfish.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.goldfish.client.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** Replicas that are killed, frozen, rolled or gone. */
@ExtendWith(ClusterExtension.class)
class WorkerFaultsIT {
    private static final String TASK = "start_long_task";
    private static final Duration SOON = Duration.ofSeconds(60);

    @FaultExperiment
    @Tag("smoke-faults")
    void killedInMidJob(Cluster cluster) {
        Experiment experiment = cluster.experiment(1, "kill -9 a replica in mid-job");
        List<String> jobs = Parallel.run(
                12, 6, i -> experiment.accepted(cluster.client(i, i).start(TASK, Map.of("seconds", 3))));
        await("all run").until(() -> experiment.count("RUNNING") == jobs.size());
        await("the victim's first job is in the middle")
                .until(() -> Progress.of(cluster.client(0, 1).poll(jobs.get(0), Duration.ZERO))
                                .fraction()
                        > 0);

        cluster.replica(0).kill();

        Audit end = experiment.conclude(SOON);
        assertThat(Experiment.states(end)).isEqualTo(Map.of("DONE", 12L));
        for (int i = 0; i < jobs.size(); i++) {
            assertThat(end.job(jobs.get(i)).attempt())
                    .as("attempts of a job of replica %d", i % Cluster.SIZE)
                    .isEqualTo(i % Cluster.SIZE == 0 ? 2 : 1);
        }
    }

    @FaultExperiment
    @Tag("smoke-faults")
    void rolledUnderLoad(Cluster cluster) {
        Experiment experiment = cluster.experiment(12, "rolling SIGTERM under load");
        AtomicBoolean rolled = new AtomicBoolean();
        AtomicInteger handedBack = new AtomicInteger();
        List<Integer> exits = new ArrayList<>();
        Parallel.run(5, 5, caller -> {
            if (caller == 0) {
                for (int i = 0; i < Cluster.SIZE; i++) {
                    Replica old = cluster.replace(i);
                    old.process().terminate();
                    exits.add(old.process().awaitExit(60));
                }
                rolled.set(true);
                return 0;
            }
            for (int i = 0; !rolled.get(); i++) {
                // Longer and shorter ones than the time that a stopping replica gives them.
                String work = "roll-" + caller + "-" + i;
                String job = cluster.startSomewhere(caller, i, TASK, Map.of("seconds", 1 + i % 3), work);
                experiment.accepted(job);
                // A load that leaves something to the other processes of two processors.
                await().pollInterval(Duration.ofMillis(150)).until(() -> true);
            }
            return 0;
        });

        Audit end = experiment.conclude(SOON);
        assertThat(Experiment.states(end)).containsOnlyKeys("DONE");
        assertThat(end.jobs().values())
                .as("attempts that a stopping replica burned")
                .allMatch(job -> job.attempt() == 1);
        end.jobs().values().stream().filter(job -> job.fence() > 1).forEach(job -> handedBack.incrementAndGet());
        assertThat(handedBack).as("jobs handed back").hasPositiveValue();
        assertThat(exits).as("exit codes").allMatch(code -> code == 0 || code == 143);
    }
}
