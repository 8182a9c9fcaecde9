package dev.goldfish.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.goldfish.client.ErrorReplyException;
import dev.goldfish.client.GoldfishClient;
import dev.goldfish.client.UnreachableException;
import dev.goldfish.protocol.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;

/** A call that must not run twice, though its callers cannot know whether it ran. */
@ExtendWith(ClusterExtension.class)
class OnceOnlyFaultsIT {
    private static final int CALLERS = 1_000;
    private static final int TOOL_MS = 2_000;
    private static final Duration SOON = Duration.ofSeconds(60);

    /** What a caller may send again, under the same request id. */
    private static final Set<ErrorCode> AGAIN = Set.of(ErrorCode.REQUEST_IN_PROGRESS, ErrorCode.UNAVAILABLE);

    @FaultExperiment
    void onceOnly(Cluster cluster) {
        Experiment experiment = cluster.experiment(19, "1,000 calls of one piece of work");
        Path file = cluster.dir().resolve("once-only");
        // Long enough that a machine with too much to do does not lose it.
        List<Replica> replicas = start(cluster, Map.of("GOLDFISH_JOBS_LEASE", "20s"));

        List<String> outcomes = callers(replicas, file);

        List<String> runs = lines(file);
        assertThat(runs).as("processes that ran the tool").hasSize(1);
        assertThat(outcomes).containsOnly("{\"pid\":" + runs.get(0) + "}");
        experiment.look().jobs().keySet().forEach(experiment::accepted);
        assertThat(Experiment.states(experiment.conclude(SOON))).isEqualTo(Map.of("DONE", 1L));
    }

    @FaultExperiment
    void onceOnlyThoughKilled(Cluster cluster) {
        Experiment experiment = cluster.experiment(19, "the same, its replica killed in the middle");
        Path file = cluster.dir().resolve("once-only-though-killed");
        List<Replica> replicas = start(cluster, Map.of());

        CompletableFuture<Void> killed = CompletableFuture.runAsync(() -> {
            await("the tool runs").atMost(SOON).until(() -> !lines(file).isEmpty());
            replicas.stream()
                    .filter(replica ->
                            lines(file).contains(Long.toString(replica.process().pid())))
                    .forEach(Replica::kill);
        });
        List<String> outcomes = callers(replicas, file);

        killed.join();
        assertThat(lines(file)).as("processes that ran the tool").hasSize(1);
        assertThat(replicas).filteredOn(replica -> replica.process().alive()).hasSize(Cluster.SIZE - 1);
        assertThat(outcomes).containsOnly(ErrorCode.WORKER_LOST.text());
        experiment.look().jobs().keySet().forEach(experiment::accepted);
        assertThat(Experiment.states(experiment.conclude(SOON))).isEqualTo(Map.of("WORKER_LOST", 1L));
    }

    private static List<Replica> start(Cluster cluster, Map<String, String> settings) {
        List<Replica> replicas = IntStream.range(0, Cluster.SIZE)
                .mapToObj(i -> cluster.startWithTools("once-only", settings))
                .toList();
        replicas.forEach(Replica::awaitReady);
        return replicas;
    }

    /** The last outcome of each caller. */
    private static List<String> callers(List<Replica> replicas, Path file) {
        List<GoldfishClient> clients = replicas.stream()
                .map(replica -> replica.client(Cluster.clientId(0)))
                .toList();
        Map<String, Object> args = Map.of("file", file.toString(), "ms", TOOL_MS);
        return Parallel.run(CALLERS, CALLERS, i -> {
            String outcome = null;
            for (int attempt = i; outcome == null; attempt++) {
                outcome = outcome(clients.get(attempt % clients.size()), args);
            }
            return outcome;
        });
    }

    /** The result or the error, or null where the same call is to be sent again. */
    private static @Nullable String outcome(GoldfishClient client, Map<String, Object> args) {
        try {
            return client.call("append_line", args, "the-same-work").json();
        } catch (UnreachableException e) {
            pause();
            return null;
        } catch (ErrorReplyException e) {
            if (!AGAIN.contains(e.code())) {
                return e.error();
            }
            pause();
            return null;
        }
    }

    /** About what {@code Retry-After} asks for. */
    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextLong(1_000, 2_000));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
