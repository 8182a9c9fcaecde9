package dev.goldfish.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.goldfish.client.GoldfishClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A replica whose standard output is a pipe that nobody reads, as that of a log shipper that is stuck. */
class UnreadOutputIT {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Map<String, Object> SUM = Map.of("numbers", List.of(1, 2));
    /** So much that the log's own lines fill the pipe as well. */
    private static final Map<String, String> TALKATIVE = Map.of(
            "QUARKUS_LOG_LEVEL", "DEBUG",
            "QUARKUS_SHUTDOWN_DELAY", "0s",
            "GOLDFISH_JOBS_DRAIN", "1s");

    private static final Pattern DROPPED = Pattern.compile("(?m)^goldfish_audit_dropped_total\\S* ([\\d.E]+)$");
    private static final int CALLS_AT_ONCE = 500;

    @Test
    void costsNothingButLines(@TempDir Path dir) throws IOException {
        try (RedisProcess redis = RedisProcess.start("redis", dir);
                Replica replica = Replica.startUnread("replica", dir, redis.uri(), TALKATIVE)
                        .awaitReady()) {
            redis.empty();
            GoldfishClient client = replica.client(Cluster.clientId(0));
            String job = client.start("start_long_task", Map.of("seconds", 1));
            await("events are dropped").atMost(LONG).until(() -> {
                Parallel.run(CALLS_AT_ONCE, 8, i -> client.call("batch_sum", SUM));
                return dropped(replica) > 0;
            });

            assertThat(client.call("batch_sum", SUM).json()).contains("3.0");
            assertThat(client.await(job, LONG).json()).as("a job that ended").isEqualTo("{}");
            String another = client.start("start_long_task", Map.of("seconds", 1));
            assertThat(client.await(another, LONG).json()).as("one that began").isEqualTo("{}");
            assertThat(replica.httpStatus("/q/health/live")).isEqualTo(200);
            assertThat(replica.httpStatus("/q/health/ready")).isEqualTo(200);

            BufferedReader output =
                    new BufferedReader(new InputStreamReader(replica.process().output(), StandardCharsets.UTF_8));
            assertThat(output.lines()
                            .filter(line -> line.contains("events_dropped"))
                            .findFirst())
                    .as("what is said when the lines flow again")
                    .isPresent();
        }
    }

    @Test
    void doesNotKeepAReplicaFromStopping(@TempDir Path dir) {
        try (RedisProcess redis = RedisProcess.start("redis", dir);
                Replica replica = Replica.startUnread("replica", dir, redis.uri(), TALKATIVE)
                        .awaitReady()) {
            redis.empty();
            GoldfishClient client = replica.client(Cluster.clientId(0));
            // Twice what a pipe holds, of the audit log alone.
            Parallel.run(CALLS_AT_ONCE, 8, i -> client.call("batch_sum", SUM));

            replica.process().terminate();

            replica.process().awaitStop(30);
        }
    }

    private static double dropped(Replica replica) {
        try {
            HttpResponse<String> metrics = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(replica.url() + "/q/metrics"))
                                    .timeout(Duration.ofSeconds(20))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            Matcher found = DROPPED.matcher(metrics.body());
            return found.find() ? Double.parseDouble(found.group(1)) : 0;
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
