package dev.goldfish.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.goldfish.client.GoldfishClient;
import dev.goldfish.client.RefusedException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * That nothing is missing in the package, be it a jar or a native binary: what is read by reflection, what comes from
 * resources, and the cryptography. The package's own command line makes the keys, and is the client.
 */
class PackagedServerIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    private static Path dir;

    private static RedisProcess redis;
    private static Replica server;
    private static GoldfishClient client;
    private static int commands;

    @BeforeAll
    static void start() throws IOException {
        assertThat(goldfish("keygen", "--ed25519", "--out", "server.pem").exitCode())
                .isZero();
        Ended keygen = goldfish("keygen", "--ed25519", "--out", "agent.pem");
        Files.writeString(dir.resolve("agent.pub"), keygen.lineThatMatches("[\\w-]{43}"));
        assertThat(goldfish("client", "add", "agent", "--public-key", "agent.pub", "--clients-file", "clients.json")
                        .exitCode())
                .isZero();
        assertThat(goldfish("client", "add", "client-001", "--out", "secret", "--clients-file", "clients.json")
                        .exitCode())
                .isZero();
        redis = RedisProcess.start("redis", dir);
        String key = dir.resolve("server.pem").toString();
        server = Replica.start("server", dir, redis.uri(), Map.of("GOLDFISH_SERVER_KEY_FILE", key))
                .awaitReady();
        redis.empty();
        client = server.clientBuilder("client-001")
                .secret(Files.readString(dir.resolve("secret")).trim())
                .build();
    }

    @AfterAll
    static void stop() {
        server.process().terminate();
        server.process().awaitStop(60);
        redis.close();
    }

    @Test
    void toolsAreDescribed() throws IOException {
        JsonNode tools = call("identity").json().at("/capabilities/tools");

        assertThat(tools)
                .extracting(tool -> tool.path("name").asText())
                .containsExactlyInAnyOrder(
                        "batch_sum", "cancel_job", "list_jobs", "poll_job", "server_identity", "start_long_task");
        assertThat(tools).allSatisfy(tool -> {
            assertThat(tool.at("/input_schema/type").asText()).isEqualTo("object");
            assertThat(tool.at("/output_schema").isObject()).isTrue();
        });
        assertThat(tools.toString()).contains("\"maximum\":20", "\"required\":[\"numbers\"]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "batch_sum       | {\"numbers\":[]}  | numbers: must not be empty",
                "batch_sum       | {\"number\":[1]}  | number",
                "start_long_task | {\"seconds\":21}  | seconds: must be less than or equal to 20",
                "no_such_tool    | {}                | unknown tool",
            })
    void aRefusalNamesItsCause(String tool, String args, String cause) {
        assertThatThrownBy(() -> client.call(tool, args))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(cause);
    }

    @Test
    void aJobGoesItsWay() {
        assertThat(call("start", "start_long_task", "{\"seconds\":1,\"payload\":{\"n\":1}}", "--wait")
                        .output())
                .contains("{\"n\":1}");
    }

    @Test
    void aJobIsListedAndCancelled() {
        String job = client.start("start_long_task", Map.of("seconds", 20));
        assertThat(client.call("list_jobs", "{}").json()).contains(job);

        client.cancel(job);

        assertThatThrownBy(() -> client.await(job, Duration.ofSeconds(30))).hasMessageContaining("job cancelled");
    }

    @Test
    void aClientWithAKeyOfItsOwnNeedsNoSecret() throws IOException {
        Files.writeString(
                dir.resolve("server.jwks"),
                goldfish("jwks", "--url", server.url()).json().toString());

        String[] call = {"call", "batch_sum", "{\"numbers\":[1]}"};
        Ended called = goldfish(with(call, "agent", "--key-file", "agent.pem", "--server-key-file", "server.jwks"));

        assertThat(called.output()).contains("{\"count\":1,\"total\":1.0}");
    }

    @Test
    void aRequestThatIsNoneGetsASignedRefusal() throws Exception {
        HttpResponse<String> response = HTTP.send(
                HttpRequest.newBuilder(URI.create(server.url() + "/call"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"v\":"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(400);
        JsonNode reply = JSON.readTree(response.body());
        assertThat(reply.path("error").asText()).startsWith("bad envelope");
        assertThat(reply.path("signature").asText()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/q/health/started, UP",
        "/q/health/live, UP",
        "/q/health/ready, UP",
        "/q/metrics, goldfish_calls_seconds_count",
        "/q/openapi, /call:",
        "/.well-known/jwks.json, Ed25519",
    })
    void operatorsSee(String path, String text) throws Exception {
        client.call("batch_sum", "{\"numbers\":[1]}");

        HttpResponse<String> response = HTTP.send(
                HttpRequest.newBuilder(URI.create(server.url() + path)).build(), HttpResponse.BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains(text);
    }

    @Test
    void theCommandLineHelps() {
        assertThat(goldfish("--help").output()).contains("Usage: goldfish", "keygen", "Exit codes:");
        assertThat(goldfish("--version").output()).containsPattern("goldfish \\d+\\.\\d+");
    }

    /** A command as the client with a secret, that is to go well. */
    private static Ended call(String... words) {
        Ended ended = goldfish(with(words, "client-001", "--secret-file", "secret"));
        assertThat(ended.exitCode()).as(ended.output()).isZero();
        return ended;
    }

    private static String[] with(String[] words, String client, String... credential) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of(credential));
        all.addAll(List.of("--url", server.url(), "--server-id", Replica.SERVER_ID, "--client-id", client));
        return all.toArray(String[]::new);
    }

    private static Ended goldfish(String... words) {
        String name = "command-" + commands++;
        try (LocalProcess process = LocalProcess.start(ServerPackage.built().command(words), Map.of(), dir, name)) {
            int exitCode = process.awaitExit(60);
            return new Ended(exitCode, process.log());
        }
    }

    /** @param output of stdout and stderr */
    private record Ended(int exitCode, String output) {
        String lineThatMatches(String pattern) {
            return output.lines()
                    .filter(line -> line.matches(pattern))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(output));
        }

        JsonNode json() throws IOException {
            return JSON.readTree(lineThatMatches("[\\[{].*"));
        }
    }
}
