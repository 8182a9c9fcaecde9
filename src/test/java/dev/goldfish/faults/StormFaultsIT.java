package dev.goldfish.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;

/** One kill after the other, of everything that can be killed. */
@ExtendWith(ClusterExtension.class)
class StormFaultsIT {
    private static final String TASK = "start_long_task";
    private static final int JOBS = 1_500;
    private static final int CALLERS = 16;
    /** More than elsewhere, so that some are up while others start again. */
    private static final int FLEET = 5;

    /** At least, and until all jobs are accepted; no longer than twice as long. */
    private static final int SECONDS = 45;

    private static final Set<Integer> REDIS_DIES_AT = Set.of(9, 19, 29, 39);
    private static final Duration SOON = Duration.ofSeconds(120);

    @FaultExperiment
    void storm(Cluster cluster) {
        long seed = Long.getLong("goldfish.faults.seed", System.nanoTime());
        Experiment experiment = cluster.experiment(20, "1,500 jobs in a storm of kill -9");
        List<Orchestrator> fleet = Stream.concat(
                        cluster.replicas().stream(),
                        Stream.generate(cluster::startReplica).limit(FLEET - Cluster.SIZE))
                .map(replica -> cluster.guest(new Orchestrator(replica, cluster::startReplica)))
                .toList();

        CompletableFuture<Integer> storm =
                CompletableFuture.supplyAsync(() -> storm(cluster, fleet, new Random(seed), experiment));
        Parallel.run(JOBS, CALLERS, i -> {
            Map<String, Object> task = Map.of("seconds", 1 + i % 3);
            String job = Cluster.startSomewhere(
                    attempt -> fleet.get((i + attempt) % FLEET).replica().client(Cluster.clientId(i)),
                    TASK,
                    task,
                    "storm-" + i);
            // So many callers, so long a pause: about as long as the storm.
            await().pollDelay(Duration.ofSeconds(SECONDS).multipliedBy(CALLERS).dividedBy(JOBS))
                    .until(() -> true);
            return experiment.accepted(job);
        });
        int acceptedInStorm = storm.join();
        int kills = fleet.stream().mapToInt(Orchestrator::deaths).sum();

        Audit end = experiment.conclude(SOON);
        System.out.printf(
                "         seed %d, %d times a replica and %d times Redis killed, %d jobs accepted meanwhile: %s, %d done in a"
                        + " second or third attempt%n",
                seed,
                kills,
                REDIS_DIES_AT.size(),
                acceptedInStorm,
                Experiment.states(end),
                end.jobs().values().stream()
                        .filter(job -> job.state().equals("DONE") && job.attempt() > 1)
                        .count());
        assertThat(end.jobs()).hasSize(JOBS);
        assertThat(Experiment.states(end).keySet()).isSubsetOf("DONE", "WORKER_LOST");
        assertThat(end.jobs().values())
                .as("attempts of those that lost their worker")
                .allMatch(job -> job.state().equals("DONE") ? job.attempt() <= 3 : job.attempt() == 3);
        assertThat(kills).as("kills").isGreaterThan(SECONDS * 3 / 4);
        assertThat(acceptedInStorm).as("jobs accepted in the storm").isPositive();
    }

    /** Gives how many jobs were accepted by its end. */
    private static int storm(Cluster cluster, List<Orchestrator> fleet, Random random, Experiment experiment) {
        for (int second = 0; second < SECONDS || second < 2 * SECONDS && experiment.acceptedJobs() < JOBS; second++) {
            await("the next second").pollDelay(Duration.ofSeconds(1)).until(() -> true);
            if (!cluster.redis().alive()) {
                cluster.redis().restart();
            } else if (REDIS_DIES_AT.contains(second)) {
                cluster.redis().kill();
            }
            fleet.get(random.nextInt(FLEET)).replica().kill();
        }
        return experiment.acceptedJobs();
    }
}
