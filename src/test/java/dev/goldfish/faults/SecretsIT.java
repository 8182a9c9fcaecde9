package dev.goldfish.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the packaged server and command line print where a secret is not as it should be, or not where it should be. */
class SecretsIT {
    private static final String SECRET = "hunter2-hunter2-hunter2-hunter2-0001";

    @TempDir
    private Path dir;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "QUARKUS_REDIS_HOSTS         | redis://u:hunter2@hunter2@redis | percent-encoded",
                "QUARKUS_REDIS_HOSTS         | redis://u:hunter2%@redis        | percent-encoded",
                "QUARKUS_REDIS_HOSTS         | redis://u:6379/hunter2@redis    | percent-encoded",
                "QUARKUS_REDIS_HOSTS_0_      | redis://u:hunter2@hunter2@redis | percent-encoded",
                "GOLDFISH_SERVER_SECRET_FILE | hunter2-hunter2                 | goldfish.server-secret-file",
                "GOLDFISH_SERVER_SECRET      | \"hunter2-hunter2\"             | quotes",
                "GOLDFISH_CLIENTS_FILE       | hunter2-hunter2                 | goldfish.clients-file",
            })
    void aStartThatFailsShowsNoSecret(String variable, String value, String cause) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "GOLDFISH_SERVER_ID", "it",
                "GOLDFISH_CLIENTS_FILE", "clients.json",
                "QUARKUS_HTTP_PORT", "0",
                "QUARKUS_REDIS_HOSTS", "redis://127.0.0.1:1"));
        if (!variable.startsWith("GOLDFISH_SERVER_SECRET")) {
            environment.put("GOLDFISH_SERVER_SECRET", SECRET);
        }
        environment.put(variable, value);

        try (LocalProcess server = LocalProcess.start(ServerPackage.built().command(), environment, dir, "server")) {
            assertThat(server.awaitExit(120)).isNotZero();
            assertThat(server.log()).contains(cause).doesNotContain("hunter2");
        }
    }

    /** The bytes of the argument are right; the locale is what loses them. */
    @Test
    void anArgumentThatTheLocaleLosesIsNotSent() {
        String json = "{\"name\":\"J\\303\\274rgen\"}";
        List<String> command = List.of("sh", "-c", "exec \"$@\" call batch_sum \"$(printf '" + json + "')\"", "sh");
        List<String> whole = new ArrayList<>(command);
        whole.addAll(ServerPackage.built().command());
        assumeTrue(whole.contains(ServerPackage.JAVA.toString()), "what a native binary makes of it was not tried");

        try (LocalProcess call = LocalProcess.start(whole, Map.of("LC_ALL", "C"), dir, "call")) {
            assertThat(call.awaitExit(120)).isEqualTo(2);
            assertThat(call.log()).contains("LC_ALL=C.UTF-8", "@FILE");
        }
    }
}
