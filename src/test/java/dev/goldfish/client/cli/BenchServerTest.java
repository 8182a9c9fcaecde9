package dev.goldfish.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.goldfish.client.ScriptedServer;
import dev.goldfish.server.ClientsProfile;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URL;
import org.junit.jupiter.api.Test;

/** The load generator against a real server. */
@QuarkusTest
@TestProfile(ClientsProfile.class)
class BenchServerTest {
    @TestHTTPResource
    URL url;

    @Test
    void everyCallIsAnswered() throws Exception {
        JsonNode json = bench("client-001", ScriptedServer.SECRET, 0, "--calls", "300", "--concurrency", "8");

        assertThat(json.path("succeeded").asInt()).isEqualTo(300);
        assertThat(json.path("throughput_per_second").asDouble()).isPositive();
    }

    @Test
    void aRateIsKept() throws Exception {
        JsonNode json = bench("client-001", ScriptedServer.SECRET, 0, "--calls", "50", "--rate", "100");

        assertThat(json.path("succeeded").asInt()).isEqualTo(50);
        assertThat(json.path("elapsed_s").asDouble())
                .as("49 intervals of 10 ms")
                .isGreaterThanOrEqualTo(0.49);
    }

    @Test
    void jobsAreFollowedToTheirEnd() throws Exception {
        JsonNode json = bench("client-001", ScriptedServer.SECRET, 0, "--jobs", "--calls", "3", "--concurrency", "3");

        assertThat(json.path("succeeded").asInt()).isEqualTo(3);
        assertThat(json.path("latency_ms").path("p50").asDouble()).isGreaterThan(1000);
    }

    @Test
    void refusalsAreCountedByTheirCode() throws Exception {
        JsonNode json =
                bench("slow", "client_secret_key_005", ExitCode.TOOL_ERROR, "--calls", "60", "--concurrency", "2");

        int refused = json.path("errors").path("too many requests").asInt();
        assertThat(refused).isPositive();
        assertThat(json.path("succeeded").asInt() + refused).isEqualTo(60);
    }

    private JsonNode bench(String client, String secret, int exitCode, String... options)
            throws JsonProcessingException {
        String[] line = new String[options.length + 2];
        line[0] = "bench";
        line[1] = "--json";
        System.arraycopy(options, 0, line, 2, options.length);
        CliRun run = CliRun.of(line)
                .env("GOLDFISH_URL", url.toString())
                .env("GOLDFISH_CLIENT_ID", client)
                .env("GOLDFISH_SECRET", secret)
                .env("GOLDFISH_SERVER_SECRET", ScriptedServer.SERVER_SECRET)
                .run();
        assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
        return new ObjectMapper().readTree(run.out());
    }
}
