package dev.goldfish.client;

import static dev.goldfish.client.ScriptedServer.rejects;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.goldfish.protocol.Envelope;
import dev.goldfish.protocol.ErrorCode;
import dev.goldfish.protocol.Outcome;
import dev.goldfish.protocol.Reply;
import dev.goldfish.signing.ReplyCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every reply here is wrong in one way only. */
class ReplyVerificationTest {
    private static final Outcome FINE = Outcome.ok("{\"total\":60.0}");

    @Test
    void theUnchangedReplyIsFine() {
        try (ScriptedServer server = new ScriptedServer(signed(reply -> reply))) {
            assertThat(server.client().build().call("x", "{}").json()).isEqualTo("{\"total\":60.0}");
        }
    }

    @Test
    void anUnknownField() {
        rejects("unknown field", text(reply -> reply.replaceFirst("\\{", "{\"admin\":true,")));
    }

    @Test
    void aTruncatedReply() {
        rejects("no reply of this protocol", text(reply -> reply.substring(0, reply.length() - 1)));
    }

    @Test
    void noJson() {
        rejects("no reply of this protocol", ScriptedServer.raw(200, "<html>hello</html>"));
    }

    @ParameterizedTest
    @CsvSource({
        "/call, 404, <html>not found</html>, /call/call; leave /call out of the URL",
        "/wrong/path, 404, '{\"detail\":\"Not Found\"}', /wrong/path/call",
        "'', 200, <html>welcome</html>, /call",
        "'', 405, '', /call",
        "'', 301, '', /call",
    })
    void saysThatNoGoldfishAnswersThere(String path, int status, String body, String end) {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.raw(status, body))) {
            GoldfishClient client = server.client().url(server.url() + path).build();

            assertThatThrownBy(() -> client.call("x", "{}"))
                    .isInstanceOf(UntrustedReplyException.class)
                    .hasMessageContaining("HTTP " + status)
                    .hasMessageContaining("no Goldfish answers at " + server.url() + end);
        }
    }

    @Test
    void aBodyThatStallsRunsOutOfTime() {
        try (ScriptedServer server = new ScriptedServer((exchange, envelope) -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().flush();
            ScriptedServer.silence().answer(exchange, envelope);
        })) {
            GoldfishClient client = server.client()
                    .requestTimeout(Duration.ofMillis(200))
                    .retry(RetryPolicy.NONE)
                    .build();

            assertThatThrownBy(() -> client.call("x", "{}"))
                    .isInstanceOf(UnreachableException.class)
                    .hasMessageContaining("no complete reply within 0.2s");
        }
    }

    @Test
    void aRefusalOfAStrangerCannotBeVerifiedWithTheClientsSecretAlone() {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.refused(ErrorCode.BAD_SIGNATURE))) {
            GoldfishClient client = GoldfishClient.builder()
                    .url(server.url())
                    .serverId(ScriptedServer.SERVER_ID)
                    .clientId("stranger")
                    .secret("unknown")
                    .build();

            assertThatThrownBy(() -> client.call("x", "{}"))
                    .isInstanceOf(UnverifiedRefusalException.class)
                    .hasMessageContaining("HTTP 401")
                    .hasMessageNotContaining("bad signature");
            assertThat(server.bodies()).hasSize(1);
        }
    }

    @Test
    void aRefusalOfWhatCouldNotBeReadHasNoRequestId() {
        try (ScriptedServer server = new ScriptedServer((exchange, envelope) -> {
            Outcome outcome = Outcome.refused(ErrorCode.TOO_LARGE);
            Reply reply = new Reply(
                    "",
                    System.currentTimeMillis(),
                    ScriptedServer.SERVER_ID,
                    outcome.status(),
                    null,
                    outcome.error(),
                    "");
            ScriptedServer.send(exchange, 413, ReplyCodec.write(reply, ScriptedServer.SERVER_KEY));
        })) {
            assertThatThrownBy(() -> server.client().build().call("x", "{}"))
                    .isInstanceOf(UnverifiedRefusalException.class)
                    .hasMessageContaining("too large");
        }
    }

    @Test
    void aRefusalThatAnyoneCanGetProvesNothing() {
        for (Outcome outcome : List.of(
                Outcome.refused(ErrorCode.BAD_SIGNATURE),
                Outcome.refused(ErrorCode.BAD_ENVELOPE, "args: missing"),
                Outcome.refused(ErrorCode.TOO_MANY_REQUESTS, ErrorCode.BAD_SIGNATURES))) {
            try (ScriptedServer server = new ScriptedServer(ScriptedServer.outcome(outcome))) {
                assertThatThrownBy(() -> server.client().build().call("x", "{}"))
                        .isInstanceOf(UnverifiedRefusalException.class)
                        .hasMessageContainingAll(outcome.error(), "does not prove");
            }
        }
    }

    @Test
    void aBusyServerThatAnyoneHearsOfIsAskedAgain() {
        Outcome busy = Outcome.refused(ErrorCode.SERVER_BUSY, ErrorCode.UNVERIFIED);
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.outcome(busy), ScriptedServer.ok("{}"))) {
            assertThat(server.client().build().call("x", "{}").json()).isEqualTo("{}");
            assertThat(server.bodies()).hasSize(2);
        }
    }

    @Test
    void aRefusalOfWhoAuthenticatedIsOne() {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.refused(ErrorCode.UNKNOWN_TOOL))) {
            assertThatThrownBy(() -> server.client().build().call("x", "{}"))
                    .isInstanceOfSatisfying(
                            RefusedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_TOOL));
        }
    }

    /** A reply that is changed and then signed by the server itself. */
    private static ScriptedServer.Answering signed(UnaryOperator<Reply> change) {
        return (exchange, envelope) -> ScriptedServer.send(
                exchange, 200, ReplyCodec.write(change.apply(fine(envelope)), ScriptedServer.SERVER_KEY));
    }

    /** A signed reply whose text is changed on its way. */
    private static ScriptedServer.Answering text(UnaryOperator<String> change) {
        return (exchange, envelope) -> {
            String text =
                    new String(ReplyCodec.write(fine(envelope), ScriptedServer.SERVER_KEY), StandardCharsets.US_ASCII);
            ScriptedServer.send(exchange, 200, change.apply(text).getBytes(StandardCharsets.US_ASCII));
        };
    }

    private static Reply fine(Envelope envelope) {
        return ScriptedServer.reply(envelope, FINE);
    }
}
