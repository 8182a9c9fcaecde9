package dev.goldfish.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.goldfish.client.Answer;
import dev.goldfish.client.GoldfishClient;
import dev.goldfish.client.Load;
import dev.goldfish.protocol.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A replica that is asked to stop while it is busy. */
class ShutdownIT {
    /** Between two looks of a balancer. */
    private static final Duration LOOK = Duration.ofMillis(500);

    private static final Map<String, Object> SUM = Map.of("numbers", List.of(1, 2));
    private static final Map<String, String> SETTINGS =
            Map.of("QUARKUS_SHUTDOWN_DELAY", "2s", "QUARKUS_SHUTDOWN_TIMEOUT", "8s", "GOLDFISH_JOBS_DRAIN", "2s");
    /** The sum of these, and time for a JVM to end. */
    private static final int MOST_SECONDS = 15;

    @Test
    void whateverABalancerSendsIsAnswered(@TempDir Path dir) throws Exception {
        try (RedisProcess redis = RedisProcess.start("redis", dir);
                Replica replica =
                        Replica.start("replica", dir, redis.uri(), SETTINGS).awaitReady()) {
            redis.empty();
            GoldfishClient client = replica.client(Cluster.clientId(0));
            String shortJob = client.start("start_long_task", Map.of("seconds", 3), "short");
            String longJob = client.start("start_long_task", Map.of("seconds", 20), "long");
            CompletableFuture<Answer> longPoll =
                    CompletableFuture.supplyAsync(() -> client.poll(longJob, Duration.ofSeconds(25)));

            // Each call is sent once, and none may fail.
            try (Load load = new Load(() -> client.call("batch_sum", SUM))) {
                load.awaitCalls(100);
                replica.process().terminate();
                await("a balancer notices").pollInterval(LOOK).until(() -> !replica.isReady());
            }

            replica.process().awaitStop(MOST_SECONDS);
            assertThat(longPoll.join().status()).as("the long poll").isEqualTo(Status.RUNNING);
            Audit left = Audit.of(redis);
            assertThat(left.job(shortJob)).matches(job -> job.state().equals("DONE"));
            assertThat(left.job(longJob))
                    .as("handed back, with no attempt taken")
                    .matches(job -> job.state().equals("QUEUED") && job.attempt() == 0);
        }
    }
}
