package dev.goldfish.client.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.goldfish.Main;
import dev.goldfish.client.ChildJvm;
import dev.goldfish.client.ScriptedServer;
import dev.goldfish.protocol.Envelope;
import dev.goldfish.protocol.ErrorCode;
import dev.goldfish.protocol.Outcome;
import dev.goldfish.protocol.Reply;
import dev.goldfish.protocol.Status;
import dev.goldfish.signing.ReplyCodec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that end before they have what they asked for. */
class OutstandingTest {
    private static final ScriptedServer.Answering ACCEPTED =
            ScriptedServer.outcome(Outcome.accepted("{\"job_id\":\"j-1\"}"));

    @ParameterizedTest
    @ValueSource(strings = {"start x", "start x --wait"})
    void theResultOfAToolThatStartsNoJobIsPrinted(String line) {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.ok("{\"n\":1}"))) {
            CliRun run = CliRun.of(line.split(" ")).against(server);

            assertThat(run.exitCode()).isZero();
            assertThat(run.out()).isEqualTo("{\"n\":1}\n");
            assertThat(run.err()).isEqualTo("goldfish: x answers at once: this is its result, and there is no job\n");
            assertThat(server.bodies()).hasSize(1);
        }
    }

    @Test
    void aStartedToolThatFailsIsAToolError() {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.refused(ErrorCode.TOOL_FAILED))) {
            assertThat(CliRun.of("start", "x").against(server))
                    .isEqualTo(new CliRun(ExitCode.TOOL_ERROR, "", "goldfish: tool failed\n", 0));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"call slow", "start slow", "start slow --wait"})
    void aCallThatTakesTooLongSaysHowToAskAgain(String line) {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.silence())) {
            CliRun run = CliRun.of((line + " --timeout 200ms --request-id mine").split(" "))
                    .against(server);

            assertThat(run.exitCode()).isEqualTo(ExitCode.TIMEOUT);
            assertThat(run.err())
                    .startsWith("goldfish: no complete reply within 0.2s")
                    .doesNotContain("--url right")
                    .endsWith(askAgain("mine"));
        }
    }

    @Test
    void theWaitForAJobHasWhatTheStartLeftOfTheTime() throws Exception {
        ScriptedServer.Answering done = ScriptedServer.outcome(Outcome.done("{}"));
        try (ScriptedServer server = new ScriptedServer(ACCEPTED, done)) {
            assertThat(CliRun.of("start", "x", "--wait", "--timeout", "25s")
                            .against(server)
                            .exitCode())
                    .isZero();

            Envelope poll = server.envelopes().get(1);
            assertThat(new ObjectMapper().readTree(poll.args()).path("wait_ms").asLong())
                    .isBetween(1L, 24_999L);
        }
    }

    @Test
    void aCallThatIsStillInProgressSaysHowToAskAgain() {
        String error = ErrorCode.REQUEST_IN_PROGRESS.text();
        Outcome later = new Outcome(Status.ERROR, null, error, 409, /* retryAfterSeconds= */ 30);
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.ok("{}"), ScriptedServer.outcome(later))) {
            // So that the next one needs nothing but its own time.
            CliRun.of("call", "first").against(server);

            CliRun run = CliRun.of("call", "slow", "--timeout", "3s", "--request-id", "mine")
                    .against(server);

            assertThat(run.exitCode()).isEqualTo(ExitCode.TIMEOUT);
            assertThat(run.err())
                    .startsWith("goldfish: request in progress: it did not end in time")
                    .endsWith(askAgain("mine"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"call x", "start x"})
    void aLostReplySaysHowToAskAgain(String line) {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.hangUp())) {
            CliRun run = CliRun.of(line.split(" ")).against(server);

            assertThat(run.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
            assertThat(run.err()).contains(askAgain(server).strip());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 301, 401, 404, 409, 500})
    void aReplyThatIsNotTrustedSaysHowToAskAgain(int status) {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.raw(status, "{\"result\":\"forged\"}"))) {
            CliRun run = CliRun.of("call", "x").against(server);

            assertThat(run.exitCode()).isEqualTo(ExitCode.REFUSED);
            assertThat(run.err()).endsWith(askAgain(server)).doesNotContain("forged");
        }
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "INTERNAL_ERROR",
                "UNAVAILABLE",
                "REPLAYED_NONCE",
                "STALE_TIMESTAMP",
                "TOO_MANY_REQUESTS",
                "SERVER_BUSY",
                "JOB_EXPIRED",
            })
    void aRefusalThatSaysNothingOfTheWorkSaysHowToAskAgain(ErrorCode code) {
        try (ScriptedServer server = new ScriptedServer((exchange, envelope) -> {
            Reply reply = ScriptedServer.reply(envelope, Outcome.refused(code));
            ScriptedServer.send(exchange, code.httpStatus(), ReplyCodec.write(reply, ScriptedServer.SERVER_KEY));
        })) {
            CliRun run = CliRun.of("call", "x", "--request-id", "mine").against(server);

            assertThat(run.exitCode()).isEqualTo(ExitCode.REFUSED);
            assertThat(run.err())
                    .startsWith("goldfish: refused: " + code.text())
                    .endsWith(askAgain(server));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"UNKNOWN_TOOL", "UNKNOWN_JOB", "JOB_EXPIRED", "INTERNAL_ERROR"})
    void aJobThatCannotBeWaitedForIsNamed(ErrorCode code) {
        try (ScriptedServer server = new ScriptedServer(ACCEPTED, ScriptedServer.refused(code))) {
            CliRun run = CliRun.of("start", "x", "--wait").against(server);

            assertThat(run.exitCode()).isEqualTo(ExitCode.REFUSED);
            assertThat(run.err()).hasLineCount(1).endsWith("goldfish poll j-1 --wait\n");
        }
    }

    @Test
    void aResultThatCannotBeWrittenSaysHowToAskAgain() {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.ok("{}"))) {
            CliRun run = CliRun.of("call", "x").onFullDisk().against(server);

            assertThat(run.exitCode()).isNotZero();
            assertThat(run.err()).contains("cannot write the result").endsWith(askAgain(server));
        }
    }

    @Test
    void aRefusedCallDidNotRun() {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.refused(ErrorCode.UNKNOWN_TOOL))) {
            assertThat(CliRun.of("call", "x").against(server).err()).doesNotContain("--request-id");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"call", "start"})
    void anInterruptedCallSaysHowToAskAgain(String command) throws Exception {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.silence());
                ChildJvm run = run(server, command, "slow")) {
            await().until(() -> !server.bodies().isEmpty());
            run.interrupt();

            assertThat(run.err()).startsWith("goldfish: interrupted; ").endsWith(askAgain(server));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"start x --wait", "poll j-1 --wait"})
    void anInterruptedWaitNamesTheJob(String line) throws Exception {
        ScriptedServer.Answering first = line.startsWith("start") ? ACCEPTED : ScriptedServer.silence();
        try (ScriptedServer server = new ScriptedServer(first, ScriptedServer.silence());
                ChildJvm run = run(server, line.split(" "))) {
            await().until(() ->
                    server.envelopes().stream().anyMatch(sent -> sent.tool().equals("poll_job")));
            run.interrupt();

            assertThat(run.err()).isEqualTo("goldfish: interrupted; go on with: goldfish poll j-1 --wait\n");
        }
    }

    private static ChildJvm run(ScriptedServer server, String... args) {
        return ChildJvm.run(Main.class, Map.of("GOLDFISH_URL", server.url()), List.of(), args);
    }

    private static String askAgain(ScriptedServer server) {
        return askAgain(server.envelopes().get(0).requestId());
    }

    private static String askAgain(String requestId) {
        return "; the work may have been done: repeat the command with --request-id " + requestId + "\n";
    }
}
