package dev.goldfish.attacks;

import static dev.goldfish.client.ScriptedServer.rejects;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import dev.goldfish.client.GoldfishClient;
import dev.goldfish.client.RefusedException;
import dev.goldfish.client.ScriptedServer;
import dev.goldfish.client.UnreachableException;
import dev.goldfish.protocol.Envelope;
import dev.goldfish.protocol.ErrorCode;
import dev.goldfish.protocol.Outcome;
import dev.goldfish.protocol.Reply;
import dev.goldfish.protocol.Status;
import dev.goldfish.signing.ReplyCodec;
import dev.goldfish.signing.SigningKey;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that lie to the client. Every reply here is wrong in one way only. */
class ClientAttackTest {
    private static final Outcome FINE = Outcome.ok("{\"total\":60.0}");

    @RegisterExtension
    final Row row = new Row();

    private enum Lie {
        ANOTHER_KEY("not signed under the server's secret") {
            @Override
            void answer(HttpExchange exchange, Envelope envelope) throws IOException {
                ScriptedServer.send(exchange, FINE, envelope, SigningKey.of("another"));
            }
        },
        CHANGED_RESULT("not signed under the server's secret") {
            @Override
            void answer(HttpExchange exchange, Envelope envelope) throws IOException {
                text(exchange, envelope, reply -> reply.replace("60.0", "61.0"));
            }
        },
        NO_SIGNATURE("signature: missing") {
            @Override
            void answer(HttpExchange exchange, Envelope envelope) throws IOException {
                text(exchange, envelope, reply -> reply.replaceFirst("\"signature\":\"[0-9a-f]*\",", ""));
            }
        },
        ANOTHER_REQUEST("another request") {
            @Override
            void answer(HttpExchange exchange, Envelope envelope) throws IOException {
                signed(exchange, envelope, "other", 0, ScriptedServer.SERVER_ID);
            }
        },
        NO_REQUEST("another request") {
            @Override
            void answer(HttpExchange exchange, Envelope envelope) throws IOException {
                signed(exchange, envelope, "", 0, ScriptedServer.SERVER_ID);
            }
        },
        ANOTHER_SERVER("another server") {
            @Override
            void answer(HttpExchange exchange, Envelope envelope) throws IOException {
                signed(exchange, envelope, envelope.requestId(), 0, "other");
            }
        },
        OLD("check both clocks") {
            @Override
            void answer(HttpExchange exchange, Envelope envelope) throws IOException {
                signed(exchange, envelope, envelope.requestId(), -301_000, ScriptedServer.SERVER_ID);
            }
        },
        OF_THE_FUTURE("check both clocks") {
            @Override
            void answer(HttpExchange exchange, Envelope envelope) throws IOException {
                signed(exchange, envelope, envelope.requestId(), 301_000, ScriptedServer.SERVER_ID);
            }
        };

        private final String complaint;

        Lie(String complaint) {
            this.complaint = complaint;
        }

        abstract void answer(HttpExchange exchange, Envelope envelope) throws IOException;
    }

    @Attack("A58")
    @ParameterizedTest
    @EnumSource
    void aReplyThatIsNotTheServersToThisRequest(Lie lie) {
        row.promises("client error");
        rejects(lie.complaint, lie::answer);
    }

    /** Signed by the server itself, for a stranger who claimed the same request_id. */
    @Attack("A74")
    @ParameterizedTest
    @EnumSource(names = {"BAD_ENVELOPE", "BAD_SIGNATURE", "TOO_LARGE", "TIMEOUT", "UNSUPPORTED_MEDIA_TYPE"})
    void aRefusalOfSomebodyElse(ErrorCode code) {
        row.promises("client error");
        rejects("does not prove", ScriptedServer.refused(code));
        rejects(
                "does not prove",
                ScriptedServer.outcome(Outcome.refused(ErrorCode.TOO_MANY_REQUESTS, ErrorCode.BAD_SIGNATURES)));
    }

    private enum Trap {
        DUPLICATE_KEY,
        HUGE_BODY,
        REDIRECT
    }

    @Attack("A59")
    @ParameterizedTest
    @EnumSource
    void aReplyThatIsATrap(Trap trap) {
        row.promises("client error");
        switch (trap) {
            case DUPLICATE_KEY ->
                rejects(
                        "duplicate key",
                        (exchange, envelope) ->
                                text(exchange, envelope, reply -> reply.replaceFirst("\\{", "{\"error\":null,")));
            case HUGE_BODY -> aBodyThatNeverEndsIsCutOff();
            case REDIRECT -> aRedirectIsNotFollowed();
        }
    }

    private static void aBodyThatNeverEndsIsCutOff() {
        AtomicBoolean cutOff = new AtomicBoolean();
        rejects("larger than 8388608 bytes", (exchange, envelope) -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream body = exchange.getResponseBody()) {
                while (true) {
                    body.write(new byte[1 << 16]);
                }
            } catch (IOException e) {
                cutOff.set(true);
            }
        });
        await().untilTrue(cutOff);
    }

    private static void aRedirectIsNotFollowed() {
        try (ScriptedServer elsewhere = new ScriptedServer(ScriptedServer.ok("{}"))) {
            rejects("redirect", (exchange, envelope) -> {
                exchange.getResponseHeaders().add("Location", elsewhere.url() + "/call");
                exchange.sendResponseHeaders(307, -1);
            });
            assertThat(elsewhere.bodies()).isEmpty();
        }
    }

    /** It would have the user set a clock that is right. */
    @Attack("A92")
    @ParameterizedTest
    @ValueSource(strings = {"recorded", ""})
    void aRecordedRefusalForAWrongClock(String requestId) {
        row.promises("client error");
        rejects("another request", (exchange, envelope) -> {
            Reply old = new Reply(
                    requestId,
                    System.currentTimeMillis() - 3_600_000,
                    ScriptedServer.SERVER_ID,
                    Status.ERROR,
                    null,
                    ErrorCode.STALE_TIMESTAMP.text(),
                    "");
            ScriptedServer.send(exchange, 401, ReplyCodec.write(old, ScriptedServer.SERVER_KEY));
        });
    }

    @Attack("A93")
    @ParameterizedTest
    @EnumSource(names = {"REQUEST_IN_PROGRESS", "REPLAYED_NONCE", "UNAVAILABLE"})
    void aRefusalWithoutEnd(ErrorCode code) {
        row.promises("client error");
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.refused(code))) {
            GoldfishClient client =
                    server.client().requestTimeout(Duration.ofMillis(200)).build();

            assertThatThrownBy(() -> client.call("x", "{}"))
                    .isInstanceOfAny(RefusedException.class, UnreachableException.class);
        }
    }

    /** A reply that lies about itself and is signed by the server all the same. */
    private static void signed(HttpExchange exchange, Envelope envelope, String requestId, long later, String serverId)
            throws IOException {
        Reply fine = ScriptedServer.reply(envelope, FINE);
        Reply lie = new Reply(requestId, fine.tsMs() + later, serverId, fine.status(), fine.result(), null, "");
        ScriptedServer.send(exchange, 200, ReplyCodec.write(lie, ScriptedServer.SERVER_KEY));
    }

    /** A signed reply whose text is changed on its way. */
    private static void text(HttpExchange exchange, Envelope envelope, UnaryOperator<String> change)
            throws IOException {
        byte[] reply = ReplyCodec.write(ScriptedServer.reply(envelope, FINE), ScriptedServer.SERVER_KEY);
        String changed = change.apply(new String(reply, StandardCharsets.US_ASCII));
        ScriptedServer.send(exchange, 200, changed.getBytes(StandardCharsets.US_ASCII));
    }
}
