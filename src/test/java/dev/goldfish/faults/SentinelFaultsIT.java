package dev.goldfish.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.ExtendWith;

/** A primary that dies, and a secondary that Sentinels put in its place. */
@ExtendWith(ClusterExtension.class)
class SentinelFaultsIT {
    private static final String TASK = "start_long_task";
    private static final Duration SOON = Duration.ofSeconds(60);

    private final AtomicReference<RedisProcess> primary = new AtomicReference<>();
    private final List<RedisProcess> sentinels = new CopyOnWriteArrayList<>();

    @FaultExperiment
    void failover(Cluster cluster) {
        Path dir = cluster.newDir("sentinel");
        RedisProcess second = startRedis(cluster, dir);
        List<Replica> replicas = startReplicas(cluster, dir, Map.of());
        RedisProcess first = primary.get();
        Experiment experiment = cluster.experiment(7, "Sentinel failover", primary::get);

        Parallel.run(
                8,
                4,
                i -> experiment.accepted(replicas.get(i % Cluster.SIZE)
                        .client(Cluster.clientId(i))
                        .start(TASK, Map.of("seconds", 6))));
        // Replication is asynchronous: what this primary alone knows dies with it.
        assertThat(first.command("WAIT", "1", "10000")).isEqualTo(1L);
        first.kill();
        takesOver(second, experiment);
        Parallel.run(4, 4, i -> experiment.accepted(startSomewhere(replicas, i, "after-" + i, 1)));
        assertThat(Experiment.states(experiment.conclude(SOON))).isEqualTo(Map.of("DONE", 12L));
    }

    /** Killed while callers go on: whatever was accepted is there, since a secondary had it first. */
    @FaultExperiment
    void failoverOfConfirmedStarts(Cluster cluster) {
        Path dir = cluster.newDir("sentinel");
        RedisProcess second = startRedis(cluster, dir);
        List<Replica> replicas = startReplicas(cluster, dir, Map.of("GOLDFISH_JOBS_REPLICAS_TO_CONFIRM", "1"));
        RedisProcess first = primary.get();
        Experiment experiment = cluster.experiment(7, "the same, unannounced, each start confirmed", primary::get);

        AtomicBoolean over = new AtomicBoolean();
        Parallel.run(5, 5, caller -> {
            if (caller == 0) {
                await("some jobs run").atMost(SOON).until(() -> experiment.acceptedJobs() > 20);
                first.kill();
                takesOver(second, experiment);
                // There is no other secondary that could confirm, until the old primary comes back as one.
                first.restart();
                int before = experiment.acceptedJobs();
                await("starts are accepted again").atMost(SOON).until(() -> experiment.acceptedJobs() > before + 8);
                over.set(true);
                return 0;
            }
            for (int i = 0; !over.get(); i++) {
                experiment.accepted(startSomewhere(replicas, caller + i, "confirmed-" + caller + "-" + i, 1 + i % 3));
            }
            return 0;
        });
        assertThat(Experiment.states(experiment.conclude(SOON))).containsOnlyKeys("DONE");
    }

    /** Starts a primary, and gives its secondary, which has all that the primary has. */
    private RedisProcess startRedis(Cluster cluster, Path dir) {
        RedisProcess first = cluster.guest(RedisProcess.start("primary", dir));
        RedisProcess second = cluster.guest(
                RedisProcess.start("secondary", dir, "--replicaof", "127.0.0.1", Integer.toString(first.port())));
        await("in step")
                .atMost(SOON)
                .until(() ->
                        String.valueOf(second.command("INFO", "replication")).contains("master_link_status:up"));
        primary.set(first);
        return second;
    }

    private List<Replica> startReplicas(Cluster cluster, Path dir, Map<String, String> settings) {
        for (int i = 0; i < 3; i++) {
            sentinels.add(cluster.guest(RedisProcess.startSentinel(
                    "sentinel-" + i, dir, primary.get().port(), 2)));
        }
        String uris = sentinels.stream().map(RedisProcess::uri).collect(Collectors.joining(","));
        Map<String, String> all = new HashMap<>(settings);
        all.put("QUARKUS_REDIS_CLIENT_TYPE", "sentinel");
        all.put("QUARKUS_REDIS_MASTER_NAME", "goldfish");
        List<Replica> replicas = IntStream.range(0, Cluster.SIZE)
                .mapToObj(i -> cluster.guest(Replica.start("behind-sentinel-" + i, dir, uris, all)))
                .toList();
        replicas.forEach(Replica::awaitReady);
        primary.get().empty();
        return replicas;
    }

    private void takesOver(RedisProcess second, Experiment experiment) {
        primary.set(second);
        // Ends of jobs are not waited for: the last ones may be lost, and such jobs run again.
        experiment.dataLost();
        await("it is the primary now")
                .atMost(SOON)
                .until(() ->
                        String.valueOf(second.command("INFO", "replication")).contains("role:master"));
        // A primary that comes back sooner may be primary again, and this one its secondary, without what it has by
        // then.
        await("all Sentinels agree")
                .atMost(SOON)
                .until(() -> sentinels.stream()
                        .map(sentinel -> sentinel.command("SENTINEL", "GET-MASTER-ADDR-BY-NAME", "goldfish"))
                        .allMatch(List.of("127.0.0.1", Integer.toString(second.port()))::equals));
    }

    private static String startSomewhere(List<Replica> replicas, int i, String work, int seconds) {
        return Cluster.startSomewhere(
                attempt -> replicas.get((i + attempt) % Cluster.SIZE).client(Cluster.clientId(i)),
                TASK,
                Map.of("seconds", seconds),
                work);
    }
}
