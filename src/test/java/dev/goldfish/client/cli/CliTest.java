package dev.goldfish.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goldfish.client.ScriptedServer;
import dev.goldfish.protocol.ErrorCode;
import dev.goldfish.protocol.Outcome;
import dev.goldfish.signing.SigningKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CliTest {
    private static final ScriptedServer.Answering DONE = ScriptedServer.outcome(Outcome.done("{\"n\":1}"));
    private static final ScriptedServer.Answering ACCEPTED =
            ScriptedServer.outcome(Outcome.accepted("{\"job_id\":\"j-1\"}"));

    @Test
    void servesWithoutACommandAndWithServe() {
        assertThat(CliRun.of().run()).isEqualTo(new CliRun(0, "", "", 1));
        assertThat(CliRun.of("serve").run()).isEqualTo(new CliRun(0, "", "", 1));
    }

    @Test
    void printsAResultOnOneLine() {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.ok("{\"count\":1,\"total\":60.0}"))) {
            assertThat(CliRun.of("call", "batch_sum", "{\"numbers\":[60]}").against(server))
                    .isEqualTo(new CliRun(0, "{\"count\":1,\"total\":60.0}\n", "", 0));
            assertThat(server.envelopes().get(0).args()).isEqualTo("{\"numbers\":[60]}");
        }
    }

    @Test
    void indentsOnATerminal() {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.ok("{\"n\":1}"))) {
            assertThat(CliRun.of("call", "x").onTerminal().against(server).out())
                    .isEqualTo("{\n  \"n\": 1\n}\n");
            assertThat(CliRun.of("call", "x", "--pretty").against(server).out()).isEqualTo("{\n  \"n\": 1\n}\n");
        }
    }

    @Test
    void readsArgumentsFromAFileOrStdin(@TempDir Path dir) throws Exception {
        Path file = Files.writeString(dir.resolve("args.json"), "{ \"a\": \"\u00fc\" }\n");
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.ok("{}"))) {
            assertThat(CliRun.of("call", "x", "@" + file).against(server).exitCode())
                    .isZero();
            assertThat(CliRun.of("call", "x", "-")
                            .in("{\"a\":\"\u00fc\"}")
                            .against(server)
                            .exitCode())
                    .isZero();
            assertThat(server.envelopes()).extracting("args").containsOnly("{\"a\":\"\\u00fc\"}");
        }
    }

    @Test
    void takesTheRequestId() {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.ok("{}"))) {
            CliRun.of("call", "x", "--request-id", "mine").against(server);
            assertThat(server.envelopes().get(0).requestId()).isEqualTo("mine");
        }
    }

    @Test
    void startsAJob() {
        try (ScriptedServer server = new ScriptedServer(ACCEPTED)) {
            assertThat(CliRun.of("start", "start_long_task", "{\"seconds\":1}").against(server))
                    .isEqualTo(new CliRun(0, "{\"job_id\":\"j-1\"}\n", "", 0));
        }
    }

    @Test
    void startsAndWaitsAndPrintsNothingButTheResult() {
        try (ScriptedServer server = new ScriptedServer(ACCEPTED, ScriptedServer.running(0.5), DONE)) {
            assertThat(CliRun.of("start", "start_long_task", "--wait").against(server))
                    .isEqualTo(new CliRun(0, "{\"n\":1}\n", "", 0));
        }
    }

    @Test
    void showsProgressOnATerminal() {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.running(0.5), DONE)) {
            CliRun run = CliRun.of("poll", "j-1", "--wait").onTerminal().against(server);
            assertThat(run.out()).isEqualTo("{\n  \"n\": 1\n}\n");
            assertThat(run.err()).contains("\r 50 %  working  0 s").endsWith("done\n");
        }
    }

    @Test
    void aFailedToolIsAToolError() {
        assertThat(answered(ErrorCode.TOOL_FAILED)).isEqualTo(new CliRun(1, "", "goldfish: tool failed\n", 0));
    }

    @Test
    void aFailedJobIsAToolError() {
        try (ScriptedServer server = new ScriptedServer(
                ScriptedServer.outcome(Outcome.jobEnded(ErrorCode.JOB_TIMED_OUT.withDetail(null))))) {
            assertThat(CliRun.of("poll", "j-1").against(server))
                    .isEqualTo(new CliRun(1, "", "goldfish: job timed out\n", 0));
        }
    }

    @Test
    void aRefusalSaysWhatToDo() {
        CliRun run = answered(ErrorCode.STALE_TIMESTAMP);
        assertThat(run.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(run.err())
                .startsWith("goldfish: refused: stale timestamp; this machine's clock and the server's agree")
                .hasLineCount(1);
    }

    @Test
    void aForgedReplyIsNotPrinted() {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.raw(200, "{\"result\":\"forged\"}"))) {
            CliRun run = CliRun.of("call", "x").against(server);
            assertThat(run.exitCode()).isEqualTo(ExitCode.REFUSED);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).startsWith("goldfish: the answer").doesNotContain("forged");
        }
    }

    @Test
    void nobodyThere() {
        String url;
        try (ScriptedServer server = new ScriptedServer(DONE)) {
            url = server.url();
        }
        CliRun run = CliRun.of("call", "x", "--url", url).run();
        assertThat(run.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(run.err()).hasLineCount(1).contains("connection refused", url, "--url");
    }

    @Test
    void aWaitThatRunsOutSaysHowToGoOn() {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.running(0.5))) {
            CliRun run = CliRun.of("poll", "j-1", "--wait", "--timeout", "20ms").against(server);
            assertThat(run.exitCode()).isEqualTo(ExitCode.TIMEOUT);
            assertThat(run.err()).hasLineCount(1).contains("goldfish poll j-1 --wait");
        }
    }

    @Test
    void aCancelledJobIsWhatCancelIsFor() {
        try (ScriptedServer server = new ScriptedServer(
                ScriptedServer.outcome(Outcome.jobEnded(ErrorCode.JOB_CANCELLED.withDetail(null))))) {
            assertThat(CliRun.of("cancel", "j-1").against(server))
                    .isEqualTo(new CliRun(
                            0, "{\"error\":\"job cancelled\",\"job_id\":\"j-1\",\"status\":\"error\"}\n", "", 0));
        }
    }

    @Test
    void listsJobsForProgramsAndForPeople() {
        String jobs = "{\"jobs\":[{\"job_id\":\"j-1\",\"progress\":0.5}],\"next_cursor\":\"c\"}";
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.ok(jobs))) {
            assertThat(CliRun.of("jobs", "--status", "running", "--limit", "1").against(server))
                    .isEqualTo(new CliRun(0, jobs + "\n", "", 0));
            assertThat(CliRun.of("jobs", "--table").against(server))
                    .isEqualTo(new CliRun(0, "JOB_ID  PROGRESS\nj-1     50 %\n", "more with --cursor c\n", 0));
            assertThat(server.envelopes().get(0).args()).isEqualTo("{\"limit\":1,\"status\":\"running\"}");
        }
    }

    @Test
    void theDemoWalksThroughEverything() {
        try (ScriptedServer server = new ScriptedServer(
                ScriptedServer.ok("{\"fingerprint\":\"0123\",\"server_id\":\"mcp-server-001\"}"),
                ScriptedServer.ok("{\"count\":3,\"total\":60.0}"),
                ACCEPTED,
                DONE)) {
            CliRun run = CliRun.of("demo").against(server);
            assertThat(run.exitCode()).isZero();
            assertThat(run.out().lines().filter(line -> line.endsWith("[signature ok]")))
                    .hasSize(4);
            assertThat(run.out()).contains("total 60.0 of 3 numbers").endsWith("all 4 replies were right.\n");
            assertThat(server.envelopes())
                    .extracting("tool")
                    .containsExactly("server_identity", "batch_sum", "start_long_task", "poll_job");
        }
    }

    @Test
    void keygenPrintsANewSecretAndNothingElse() {
        CliRun first = CliRun.of("keygen").run();
        assertThat(first.out())
                .matches("[A-Za-z0-9_-]{43}\n")
                .isNotEqualTo(CliRun.of("keygen").run().out());
        assertThat(first.err())
                .contains("--secret-file")
                .doesNotContain(first.out().strip());
    }

    @Test
    void verboseShowsTheBytesAndNoSecret() {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.raw(200, "{\u001b[2J\n> fake"))) {
            List<String> lines = CliRun.of("call", "x", "--verbose")
                    .against(server)
                    .err()
                    .lines()
                    .toList();
            String sent = new String(server.bodies().get(0), StandardCharsets.US_ASCII);
            assertThat(lines).hasSize(3).startsWith("> " + sent, "< {\\x1b[2J\\x0a> fake");
            assertThat(String.join("", lines)).doesNotContain(ScriptedServer.SECRET, ScriptedServer.SERVER_SECRET);
        }
    }

    @Test
    void canonicalPrintsWhatIsSignedAndTheSignature(@TempDir Path dir) throws Exception {
        String text = "{\"a\":\"\\u00fc/\",\"b\":[1e-05,10.0]}";
        Path secret = Files.writeString(dir.resolve("secret"), ScriptedServer.SECRET + "\n");
        Path file = Files.writeString(
                dir.resolve("json"), "{\"b\": [0.00001, 1e1], \"signature\": \"00\", \"a\": \"\u00fc\\/\"}");

        assertThat(CliRun.of("canonical", "@" + file).run()).isEqualTo(new CliRun(0, text + "\n", "", 0));
        assertThat(CliRun.of("canonical").in(text).run()).isEqualTo(new CliRun(0, text + "\n", "", 0));
        assertThat(CliRun.of("canonical", "-", "--secret-file", secret.toString())
                        .in(Files.readString(file))
                        .run()
                        .out())
                .isEqualTo(text + "\n"
                        + SigningKey.of(ScriptedServer.SECRET).sign(text.getBytes(StandardCharsets.US_ASCII)) + "\n");
    }

    @Test
    void canonicalFillsInWhatAnEnvelopeMayLeaveOut() {
        String left = "{\"tool\":\"x\",\"ts_ms\":1,\"server_id\":\"s\",\"request_id\":\"r\",\"nonce\":\"12345678\","
                + "\"client_id\":\"c\"%s}";
        String args = "{\"args\":{%s},\"client_id\":\"c\",\"nonce\":\"12345678\",\"request_id\":\"r\","
                + "\"server_id\":\"s\",\"tool\":\"x\",\"ts_ms\":1,\"v\":\"mcp/0.1\"}\n";

        for (String more : List.of("", ",\"signature\":\"00\"", ",\"v\":\"mcp/0.1\"", ",\"args\":{}")) {
            assertThat(CliRun.of("canonical", left.formatted(more)).run().out()).isEqualTo(args.formatted(""));
        }
        assertThat(CliRun.of("canonical", left.formatted(",\"args\":{\"a\":1}"))
                        .run()
                        .out())
                .isEqualTo(args.formatted("\"a\":1"));
        assertThat(CliRun.of("canonical", "{\"tool\":\"x\"}").run().out()).isEqualTo("{\"tool\":\"x\"}\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"keygen", "canonical {}", "jobs --table", "jobs", "demo", "bench --calls 1"})
    void whatIsNotWrittenIsNoSuccess(String line) {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.ok("{\"jobs\":[]}"))) {
            CliRun run = CliRun.of(line.split(" ")).onFullDisk().against(server);

            assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(run.err()).contains("cannot write the result to standard output");
        }
    }

    @Test
    void charactersThatTheLocaleLostAreNotSigned() {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.ok("{}"))) {
            CliRun run = CliRun.of("call", "x", "{\"a\":\"\ufffd\ufffd\"}").against(server);

            assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(run.err()).hasLineCount(1).contains("LC_ALL=C.UTF-8", "@FILE", "stdin");
            assertThat(server.envelopes()).isEmpty();
            assertThat(CliRun.of("call", "x", "-")
                            .in("{\"a\":\"\ufffd\"}")
                            .against(server)
                            .exitCode())
                    .isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "serve ",
                "demo ",
                "identity ",
                "call ",
                "start ",
                "poll ",
                "cancel ",
                "jobs ",
                "bench ",
                "keygen ",
                "jwks ",
                "canonical ",
                "client ",
                "client add ",
                "client rotate ",
                "client disable ",
                "client list ",
            })
    void helpNamesTheExitCodesAndNoSecret(String command) {
        CliRun run = CliRun.of((command + "--help").split(" ")).run();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("Exit codes:", "Usage: goldfish")
                .doesNotContain(ScriptedServer.SECRET, ScriptedServer.SERVER_SECRET, "-secret=");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nope",
                "call",
                "call x {",
                "call x [1]",
                "call x @/no/such/file",
                "call x --url nonsense",
                "call x --secret-file /no/such/file",
                "call x --secret=hunter2",
                "call x --secret hunter2",
                "call x {} Hunter2-hunter2",
                "call x --secret-file hunter2",
                "call x --url http://u:hunter2%@host",
                "client list --clients-file hunter2",
                "client add b --public-key hunter2",
                "call spa\u00e7e",
                "call x --timeout 0s",
                "call x --timeout soon",
                "poll j --wait --timeout 5",
                "jobs --limit many",
                "bench --concurrency 0",
                "bench --rate 0",
                "bench --rate -1",
                "bench --calls 0",
                "bench --duration 5",
                "bench --timeout 0s",
                "bench --args [1]",
                "bench --args @/no/such/file",
                "keygen --ed25519",
                "call x --key-file /no/such/file",
                "client",
                "client list",
                "client list --clients-file /no/such/file",
                "canonical {",
                "canonical {\"a\":1,\"a\":2}",
                "canonical NaN",
                "canonical @/no/such/file",
                "canonical {} --secret-file /no/such/file",
            })
    void wrongUsageIsOneLine(String line) {
        CliRun run = CliRun.of(line.split(" ")).run();
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).hasLineCount(1).contains("--help").doesNotContainIgnoringCase("hunter2");
        assertThat(run.out()).isEmpty();
    }

    private static CliRun answered(ErrorCode code) {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.refused(code))) {
            return CliRun.of("call", "x").against(server);
        }
    }
}
