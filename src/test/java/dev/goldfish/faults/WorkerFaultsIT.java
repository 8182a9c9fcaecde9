package dev.goldfish.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.goldfish.client.GoldfishClient;
import dev.goldfish.client.Progress;
import dev.goldfish.protocol.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** Replicas that are killed, frozen, rolled or gone. */
@ExtendWith(ClusterExtension.class)
class WorkerFaultsIT {
    /** Seconds that a stopping replica does not wait: before it closes, for its calls, and for its jobs. */
    private static final int LONGER_THAN_A_STOP = 6;

    private static final String TASK = "start_long_task";
    private static final Duration SOON = Duration.ofSeconds(60);

    private static final Map<String, String> ONLY_STARTS = Map.of("GOLDFISH_JOBS_WORKER", "false");
    private static final Map<String, String> FEW_SLOTS = Map.of("GOLDFISH_JOBS_SLOTS", "2");

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
        Parallel.run(5, 5, caller -> {
            if (caller == 0) {
                for (int i = 0; i < Cluster.SIZE; i++) {
                    Replica old = cluster.replace(i);
                    old.process().terminate();
                    old.process().awaitStop(60);
                }
                rolled.set(true);
                return 0;
            }
            for (int i = 0; !rolled.get(); i++) {
                // Longer and shorter ones than the time that a stopping replica gives them.
                String work = "roll-" + caller + "-" + i;
                String job = cluster.startSomewhere(
                        caller, i, TASK, Map.of("seconds", i % 6 == 0 ? LONGER_THAN_A_STOP : 1 + i % 3), work);
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
    }

    @FaultExperiment
    void frozenLongerThanItsLease(Cluster cluster) {
        Experiment experiment = cluster.experiment(2, "SIGSTOP longer than the lease, then SIGCONT");
        GoldfishClient onVictim = cluster.client(0, 0);
        List<String> jobs = new ArrayList<>();
        jobs.add(experiment.accepted(onVictim.start(TASK, Map.of("seconds", 2))));
        long began = System.nanoTime();
        // One after the other, so that some are in the last step of their task when the replica freezes.
        while (System.nanoTime() - began < Duration.ofMillis(1_900).toNanos()) {
            jobs.add(experiment.accepted(onVictim.start(TASK, Map.of("seconds", 2))));
        }
        cluster.replica(0).process().freeze();
        // What it had sent before may still arrive, so that some are done.
        await("the others have taken the rest").atMost(SOON).until(() -> {
            Audit now = experiment.look();
            return jobs.stream().map(now::job).allMatch(job -> job.terminal() || job.attempt() == 2);
        });
        cluster.replica(0).process().thaw();

        Audit end = experiment.conclude(SOON);
        assertThat(Experiment.states(end)).containsOnlyKeys("DONE");
        await("late completions are refused").atMost(SOON).until(() -> experiment.lateRefused() > 0);
    }

    @FaultExperiment
    void allGoneThenOnePoll(Cluster cluster) {
        Experiment experiment = cluster.experiment(17, "all replicas gone, then one poll");
        List<String> jobs =
                Parallel.run(6, 6, i -> experiment.accepted(cluster.client(i, i).start(TASK, Map.of("seconds", 5))));
        await("all run").until(() -> experiment.count("RUNNING") == jobs.size());
        cluster.replicas().forEach(Replica::kill);
        GoldfishClient blind = cannotReap(cluster).client(Cluster.clientId(0));

        // A poll, too, takes a job from its worker only after one lease of contact with Redis.
        await("a poll makes the job wait for a worker").atMost(SOON).until(() -> {
            assertThat(blind.poll(jobs.get(0), Duration.ZERO).status()).isEqualTo(Status.RUNNING);
            return experiment.job(jobs.get(0)).state().equals("QUEUED");
        });
        assertThat(experiment.count("RUNNING"))
                .as("jobs that nobody runs and nobody asked for")
                .isEqualTo(5);

        cluster.replace(0);
        Audit end = experiment.conclude(SOON);
        assertThat(end.jobs().values()).allMatch(job -> job.state().equals("DONE") && job.attempt() == 2);
    }

    /** A replica that runs no jobs. Redis refuses it the command that finds the jobs of lost workers. */
    private static Replica cannotReap(Cluster cluster) {
        String user = "cannot-reap";
        cluster.redis().command("ACL", "SETUSER", user, "on", ">" + user, "~*", "&*", "+@all");
        cluster.guest(() -> cluster.redis().command("ACL", "DELUSER", user));
        Replica replica = cluster.guest(
                        Replica.start(user, cluster.dir(), cluster.proxy().uri(user, user), ONLY_STARTS))
                .awaitReady();
        // Without it a replica would not become ready. It takes over nothing within its first lease.
        cluster.redis().command("ACL", "SETUSER", user, "-zrangebyscore");
        return replica;
    }

    @FaultExperiment
    void poison(Cluster cluster) {
        Experiment experiment = cluster.experiment(14, "a poison job that kills its JVM");
        Replica front = cluster.startWithTools("front", ONLY_STARTS).awaitReady();
        String poison = experiment.accepted(front.client(Cluster.clientId(0)).start("poison", Map.of()));
        // Started again whenever it dies, as an orchestrator would.
        Supplier<Replica> next = () -> cluster.startWithTools("poisoned", Map.of());
        Orchestrator poisoned = cluster.guest(new Orchestrator(next.get(), next));
        Parallel.run(12, 6, i -> experiment.accepted(cluster.client(i, i).start(TASK, Map.of("seconds", 1 + i % 3))));
        await("the poison is final")
                .atMost(SOON)
                .until(() -> experiment.job(poison).terminal());
        GoldfishClient survivor = poisoned.replica().awaitReady().client(Cluster.clientId(1));
        Parallel.run(3, 3, i -> experiment.accepted(survivor.start(TASK, Map.of("seconds", 1))));

        Audit end = experiment.conclude(SOON);
        assertThat(end.job(poison)).matches(job -> job.state().equals("WORKER_LOST") && job.attempt() == 3);
        assertThat(Experiment.states(end)).isEqualTo(Map.of("WORKER_LOST", 1L, "DONE", 15L));
        assertThat(end.jobs().values().stream().filter(job -> job.state().equals("DONE")))
                .as("attempts of the others")
                .allMatch(job -> job.attempt() == 1);
        assertThat(poisoned.deaths()).as("replicas that the poison killed").isEqualTo(3);
    }

    @FaultExperiment
    void ignoresInterruption(Cluster cluster) {
        Experiment experiment = cluster.experiment(15, "a tool that ignores interruption");
        GoldfishClient client =
                cluster.startWithTools("stubborn", FEW_SLOTS).awaitReady().client(Cluster.clientId(0));
        long began = cluster.redis().millis();
        String job = experiment.accepted(client.start("stubborn", Map.of()));
        await("it is final").atMost(SOON).until(() -> experiment.job(job).terminal());
        // Its worker looks every second.
        assertThat(Duration.ofMillis(Long.parseLong(experiment.job(job).ended()) - began))
                .as("when its deadline of 3 s made it final")
                .isBetween(Duration.ofSeconds(3), Duration.ofSeconds(6));
        assertThat(experiment.job(job).state()).isEqualTo("TIMED_OUT");
        // Its slot is not free while it goes on, but another is.
        String other = experiment.accepted(client.start(TASK, Map.of("seconds", 1)));
        Audit end = experiment.conclude(SOON);
        assertThat(end.job(other).state()).isEqualTo("DONE");
        assertThat(end.job(job).attempt()).isEqualTo(1);
    }

    @FaultExperiment
    void clockAhead(Cluster cluster) {
        Experiment experiment = cluster.experiment(11, "a replica's clock ahead by 10 minutes");
        Replica ahead = cluster.guest(Replica.start(
                "ahead",
                cluster.dir(),
                cluster.proxy().uri(),
                Map.of("LD_PRELOAD", SkewedClock.library(cluster.dir()), "GOLDFISH_TIME_WINDOW", "30m")));
        ahead.awaitReady();
        GoldfishClient client = ahead.clientBuilder(Cluster.clientId(0))
                .timeWindow(Duration.ofMinutes(30))
                .build();
        long skewMs =
                client.call("batch_sum", Map.of("numbers", List.of(1))).reply().tsMs() - System.currentTimeMillis();
        assertThat(skewMs)
                .as("how far it is ahead")
                .isGreaterThan(Duration.ofMinutes(9).toMillis());

        Parallel.run(9, 9, i -> experiment.accepted(cluster.client(i, i).start(TASK, Map.of("seconds", 6))));
        Parallel.run(3, 3, i -> experiment.accepted(client.start(TASK, Map.of("seconds", 6))));

        Audit end = experiment.conclude(SOON);
        assertThat(end.jobs().values())
                .as("what nobody took from its worker")
                .allMatch(job -> job.state().equals("DONE") && job.attempt() == 1 && job.fence() == 1);
    }
}
