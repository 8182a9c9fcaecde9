package dev.goldfish.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.goldfish.client.ScriptedServer;
import dev.goldfish.protocol.ErrorCode;
import dev.goldfish.protocol.Outcome;
import org.junit.jupiter.api.Test;

class BenchCliTest {
    private static final ScriptedServer.Answering OK = ScriptedServer.ok("{}");

    @Test
    void printsWhatCameOfTheLoad() {
        try (ScriptedServer server = new ScriptedServer(OK)) {
            CliRun run =
                    CliRun.of("bench", "--calls", "20", "--concurrency", "2").against(server);

            assertThat(run.exitCode()).isZero();
            assertThat(run.err()).isEmpty();
            assertThat(run.out().lines().map(line -> line.replaceAll("  .*", "")))
                    .containsExactly(
                            "calls",
                            "throughput",
                            "latency mean",
                            "latency p50",
                            "latency p90",
                            "latency p99",
                            "latency p99.9",
                            "latency max");
            assertThat(run.out()).startsWith("calls          20 in ");
            assertThat(server.envelopes())
                    .hasSize(21)
                    .allMatch(envelope -> envelope.tool().equals("batch_sum")
                            && envelope.args().equals("{\"numbers\":[1,2,3]}"));
        }
    }

    @Test
    void printsJsonWithUnits() throws Exception {
        try (ScriptedServer server = new ScriptedServer(OK, OK, ScriptedServer.refused(ErrorCode.UNAVAILABLE), OK)) {
            CliRun run = CliRun.of(
                            "bench", "--tool", "x", "--args", "-", "--calls", "5", "--concurrency", "1", "--json")
                    .in("{ \"n\": 1 }")
                    .against(server);

            assertThat(run.exitCode()).isEqualTo(ExitCode.TOOL_ERROR);
            assertThat(server.envelopes()).extracting("args").containsOnly("{\"n\":1}");
            JsonNode json = new ObjectMapper().readTree(run.out());
            assertThat(json.path("succeeded").asInt()).isEqualTo(4);
            assertThat(json.path("failed").asInt()).isEqualTo(1);
            assertThat(json.path("errors").toString()).isEqualTo("{\"unavailable\":1}");
            assertThat(json.path("latency_ms").fieldNames())
                    .toIterable()
                    .containsExactly("mean", "p50", "p90", "p99", "p999", "max");
            assertThat(json.fieldNames())
                    .toIterable()
                    .contains("elapsed_s", "throughput_per_second", "rate_per_second", "unsent");
        }
    }

    @Test
    void aCallThatCannotWorkIsNotMadeAThousandTimes() {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.refused(ErrorCode.INVALID_ARGUMENTS))) {
            CliRun run = CliRun.of("bench", "--calls", "1000").against(server);

            assertThat(run.exitCode()).isEqualTo(ExitCode.REFUSED);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).hasLineCount(1).contains("invalid arguments");
            assertThat(server.bodies()).hasSize(1);
        }
    }

    @Test
    void aLimitOfTheServersIsNamed() {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.refused(ErrorCode.TOO_MANY_REQUESTS))) {
            CliRun run = CliRun.of("bench", "--calls", "5").against(server);

            assertThat(run.exitCode()).isEqualTo(ExitCode.TOOL_ERROR);
            assertThat(run.out()).contains("failed         5: too many requests");
            assertThat(run.err()).hasLineCount(1).contains("goldfish.rate-per-second");
        }
    }

    @Test
    void countsJobs() {
        try (ScriptedServer server = new ScriptedServer(
                ScriptedServer.outcome(Outcome.accepted("{\"job_id\":\"j-0\"}")),
                ScriptedServer.outcome(Outcome.accepted("{\"job_id\":\"j-1\"}")),
                ScriptedServer.outcome(Outcome.done("{}")))) {
            CliRun run = CliRun.of("bench", "--jobs", "--calls", "1").against(server);

            assertThat(run.exitCode()).isZero();
            assertThat(run.out()).startsWith("jobs           1 in ");
            assertThat(server.envelopes().get(0).args()).isEqualTo("{\"seconds\":1}");
        }
    }

    @Test
    void showsProgressOnATerminal() {
        try (ScriptedServer server = new ScriptedServer(OK)) {
            CliRun run = CliRun.of("bench", "--rate", "20", "--calls", "30")
                    .onTerminal()
                    .against(server);

            assertThat(run.exitCode()).isZero();
            assertThat(run.err()).containsPattern("\r[0-9]+ s  [0-9]+ calls/s  0 failed");
        }
    }
}
