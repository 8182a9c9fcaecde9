package dev.goldfish.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server that cannot start says to whoever started it. */
class StartIT {
    private static final String NO_REDIS = "redis://127.0.0.1:1";

    @TempDir
    private Path dir;

    @Test
    void allThatIsOutOfBoundsIsSaidAtOnce() {
        List<String> lines = refused(Map.ofEntries(
                Map.entry("GOLDFISH_SERVER_ID", "my server"),
                Map.entry("GOLDFISH_TIME_WINDOW", "-5m"),
                Map.entry("GOLDFISH_RATE_PER_SECOND", "many"),
                Map.entry("GOLDFISH_MAX_BODY_SIZE", "1MB"),
                Map.entry("GOLDFISH_AUDIT", "file"),
                Map.entry("GOLDFISH_JOBS_SLOTS", "0"),
                Map.entry("GOLDFISH_JOBS_LEASE", "2000"),
                Map.entry("GOLDFISH_JOBS_RETENTION", "0s"),
                Map.entry("GOLDFISH_JOBS_QUEUE_LIMIT", ""),
                Map.entry("GOLDFISH_JOBS_WORKER", "no"),
                Map.entry("GOLDFISH_REDIS_CONNECTIONS", "0")));

        assertThat(lines)
                .containsExactly(
                        "goldfish.audit is \"file\": must be stdout, log or off",
                        "goldfish.jobs.lease is \"2000\": must be a duration with a unit (500ms, 30s, 5m, 1h), from 1s to 10m",
                        "goldfish.jobs.queue-limit is \"\": must be a whole number from 1 to 10000000",
                        "goldfish.jobs.retention is \"0s\": must be a duration with a unit (500ms, 30s, 5m, 1h), from 1s to 90d",
                        "goldfish.jobs.slots is \"0\": must be a whole number from 1 to 10000",
                        "goldfish.jobs.worker is \"no\": must be true or false",
                        "goldfish.max-body-size is \"1MB\": must be a size in bytes, or with K, M or G, from 1K to 64M",
                        "goldfish.rate-per-second is \"many\": must be a number from 0 to 1000000",
                        "goldfish.redis.connections is \"0\": must be a whole number from 1 to 64",
                        "goldfish.server-id is \"my server\": must be 1 to 128 of A-Z a-z 0-9 . _ : @ / -",
                        "goldfish.time-window is \"-5m\": must be a duration with a unit (500ms, 30s, 5m, 1h), from 1s to 1d");
    }

    @Test
    void boundsAgainstEachOtherAreSaidAtOnce() {
        assertThat(refused(Map.of("GOLDFISH_JOBS_LEASE", "1s", "GOLDFISH_MAX_INCOMING", "1K")))
                .hasSize(2)
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("goldfish.jobs.lease is 1s: it must be longer"),
                        line -> assertThat(line).startsWith("goldfish.max-incoming is 1024 bytes: it must"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void aPortInUseIsOneLine(String json) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());

            assertThat(refused(Map.of("QUARKUS_HTTP_PORT", port, "QUARKUS_LOG_CONSOLE_JSON_ENABLED", json)))
                    .singleElement()
                    .asString()
                    .startsWith("port " + port + " of 127.0.0.1 is in use by another process");
        }
    }

    @Test
    void aMisspeltVariableIsWarnedOf() {
        Map<String, String> settings = Map.of("GOLDFISH_JOBS_SLOT", "3", "QUARKUS_SHUTDOWN_DELAY", "0s");
        try (Replica replica = Replica.start("replica", dir, NO_REDIS, settings)) {
            await("the warning")
                    .atMost(Duration.ofSeconds(60))
                    .until(
                            () -> replica.log()
                                    .contains(
                                            "GOLDFISH_JOBS_SLOT is no setting and does nothing: did you mean GOLDFISH_JOBS_SLOTS?"));
        }
    }

    /** The lines on standard error of a server that ends with exit code 1. */
    private List<String> refused(Map<String, String> settings) {
        try (Replica replica = Replica.startUnread("replica", dir, NO_REDIS, new HashMap<>(settings))) {
            assertThat(replica.process().awaitExit(60)).isEqualTo(1);
            return replica.log().lines().toList();
        }
    }
}
