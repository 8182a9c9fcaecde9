package dev.goldfish.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.goldfish.client.Answer;
import dev.goldfish.client.GoldfishClient;
import dev.goldfish.client.JobQuery;
import dev.goldfish.client.Progress;
import dev.goldfish.client.RefusedException;
import dev.goldfish.protocol.ErrorCode;
import dev.goldfish.protocol.Status;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.ExtendWith;

/** The same server on a Redis Cluster, whose nodes share the clients among them. */
@ExtendWith(ClusterExtension.class)
class RedisClusterFaultsIT {
    private static final String TASK = "start_long_task";
    private static final Duration SOON = Duration.ofSeconds(60);

    @FaultExperiment
    void redisCluster(Cluster cluster) throws IOException, InterruptedException {
        RedisCluster redis = cluster.guest(new RedisCluster(cluster.newDir("redis-cluster")));
        Experiment experiment = cluster.experiment(21, "on a Redis Cluster", redis);
        List<Replica> replicas = IntStream.range(0, Cluster.SIZE)
                .mapToObj(i -> cluster.startWithTools(
                        "on-cluster",
                        Map.of("QUARKUS_REDIS_CLIENT_TYPE", "cluster", "QUARKUS_REDIS_HOSTS", redis.uris())))
                .toList();
        replicas.forEach(Replica::awaitReady);
        redis.empty();

        mainFlows(cluster, replicas, experiment);
        killedInMidJob(replicas, experiment);
        slotMoved(redis, replicas, experiment);
        nodeKilled(redis, replicas, experiment);

        Audit end = experiment.conclude(SOON);
        assertThat(end.inState("CANCELLED")).isEqualTo(1);
        assertThat(end.inState("DONE")).isEqualTo(end.jobs().size() - 1);
    }

    /** As if there were one Redis. */
    private static void mainFlows(Cluster cluster, List<Replica> replicas, Experiment experiment)
            throws IOException, InterruptedException {
        Parallel.run(Replica.CLIENTS.size(), Replica.CLIENTS.size(), i -> {
            GoldfishClient here = replicas.get(i % 2).client(Cluster.clientId(i));
            GoldfishClient there = replicas.get((i + 1) % 2).client(Cluster.clientId(i));
            Map<String, Object> task = Map.of("seconds", 2, "payload", Map.of("client", i));
            String job = experiment.accepted(here.start(TASK, task, "work-" + i));
            assertThat(there.start(TASK, task, "work-" + i)).isEqualTo(job);
            assertThat(there.poll(job, Duration.ZERO).status()).isEqualTo(Status.RUNNING);
            Answer end = there.poll(job, Duration.ofSeconds(20));
            assertThat(end.json()).isEqualTo("{\"client\":" + i + "}");
            assertThat(there.jobs(JobQuery.ALL).jobs()).hasSize(1);
            return job;
        });

        GoldfishClient client = replicas.get(0).client(Cluster.clientId(1));
        String cancelled = experiment.accepted(client.start(TASK, Map.of("seconds", 20)));
        replicas.get(1).client(Cluster.clientId(1)).cancel(cancelled);
        await("it is cancelled")
                .atMost(SOON)
                .until(() -> experiment.job(cancelled).state().equals("CANCELLED"));

        Path file = cluster.dir().resolve("once-on-a-cluster");
        List<String> outcomes = new ArrayList<>();
        for (Replica replica : replicas) {
            outcomes.add(replica.client(Cluster.clientId(4))
                    .call("append_line", Map.of("file", file.toString(), "ms", 0), "once")
                    .json());
        }
        assertThat(Files.readAllLines(file)).as("runs of the same call").hasSize(1);
        assertThat(outcomes).containsOnly(outcomes.get(0));
        experiment.look().jobs().keySet().forEach(experiment::accepted);

        Message message = Message.poll(Cluster.clientId(1), cancelled, Duration.ZERO);
        assertThat(httpStatus(message.to(replicas.get(0)))).isEqualTo(200);
        assertThat(httpStatus(message.to(replicas.get(1)))).isEqualTo(ErrorCode.REPLAYED_NONCE.httpStatus());
    }

    private static int httpStatus(HttpRequest request) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static void killedInMidJob(List<Replica> replicas, Experiment experiment) {
        Replica victim = replicas.get(2);
        List<String> jobs = Parallel.run(
                6,
                6,
                i -> experiment.accepted(victim.client(Cluster.clientId(i)).start(TASK, Map.of("seconds", 3))));
        GoldfishClient other = replicas.get(0).client(Cluster.clientId(0));
        await("one is in the middle")
                .until(() -> Progress.of(other.poll(jobs.get(0), Duration.ZERO)).fraction() > 0);
        victim.kill();
        await("all are done")
                .atMost(SOON)
                .until(() -> jobs.stream()
                        .map(experiment::job)
                        .allMatch(job -> job.state().equals("DONE") && job.attempt() == 2));
    }

    /** Key by key, for longer than a lease, while callers start jobs in it and workers run them. */
    private static void slotMoved(RedisCluster redis, List<Replica> replicas, Experiment experiment) {
        String tag = RedisCluster.tag(Cluster.clientId(0));
        Map<String, String> expected = new ConcurrentHashMap<>();
        AtomicBoolean over = new AtomicBoolean();
        Parallel.run(5, 5, caller -> {
            if (caller == 0) {
                await("jobs run").atMost(SOON).until(() -> expected.size() > 12);
                RedisCluster.Move move = redis.move(tag, redis.node(2));
                long begun = System.nanoTime();
                await("all keys but the last ones have moved")
                        .atMost(SOON)
                        .pollInterval(Duration.ofMillis(50))
                        .until(() -> !move.carry(1) && System.nanoTime() - begun > 2 * Replica.LEASE.toNanos());
                move.end();
                int before = expected.size();
                await("starts are accepted again").atMost(SOON).until(() -> expected.size() > before + 8);
                over.set(true);
                return 0;
            }
            for (int i = 0; !over.get(); i++) {
                int first = i;
                String payload = "{\"work\":\"" + caller + "-" + i + "\"}";
                String job = Cluster.startSomewhere(
                        attempt -> replicas.get((first + attempt) % 2).client(Cluster.clientId(0)),
                        TASK,
                        Map.of("seconds", 1 + i % 3, "payload", Map.of("work", caller + "-" + i)),
                        "moved-" + caller + "-" + i);
                expected.put(experiment.accepted(job), payload);
            }
            return 0;
        });
        assertThat(redis.nodeOf(tag)).isSameAs(redis.node(2));
        expected.forEach((job, payload) -> {
            Answer end = replicas.get(1).client(Cluster.clientId(0)).await(job, SOON);
            assertThat(end.json()).isEqualTo(payload);
            assertThat(experiment.job(job).attempt()).as("attempts of " + job).isEqualTo(1);
        });
    }

    private static void nodeKilled(RedisCluster redis, List<Replica> replicas, Experiment experiment) {
        List<String> before = Parallel.run(
                6,
                6,
                i -> experiment.accepted(
                        replicas.get(i % 2).client(Cluster.clientId(i)).start(TASK, Map.of("seconds", 6))));
        RedisProcess victim = redis.nodeOf(RedisCluster.tag(Cluster.clientId(1)));
        victim.killAfterWriting();
        assertThatThrownBy(() ->
                        replicas.get(0).client(Cluster.clientId(1)).start(TASK, Map.of("seconds", 1), "while-away"))
                .isInstanceOf(RefusedException.class)
                .hasMessageStartingWith(ErrorCode.UNAVAILABLE.text());
        victim.restart();
        redis.awaitOk();
        Parallel.run(
                6,
                6,
                i -> experiment.accepted(Cluster.startSomewhere(
                        attempt -> replicas.get(attempt % 2).client(Cluster.clientId(i)),
                        TASK,
                        Map.of("seconds", 1),
                        i == 1 ? "while-away" : "again-" + i)));
        await("those from before are done")
                .atMost(SOON)
                .until(() -> before.stream()
                        .allMatch(job -> experiment.job(job).state().equals("DONE")));
    }
}
