package dev.goldfish.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.goldfish.protocol.Envelope;
import dev.goldfish.protocol.ErrorCode;
import dev.goldfish.protocol.Outcome;
import dev.goldfish.protocol.Reply;
import dev.goldfish.signing.EnvelopeCodec;
import dev.goldfish.signing.ReplyCodec;
import dev.goldfish.signing.SignedEnvelope;
import dev.goldfish.signing.SigningKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A real HTTP server on the loopback interface that answers as a test says, well or with malice. */
public final class ScriptedServer implements AutoCloseable {
    public static final String SERVER_ID = "mcp-server-001";
    public static final String CLIENT_ID = "client-001";
    public static final String SECRET = "client_secret_key_456";
    public static final String SERVER_SECRET = "server_secret_key_123";
    public static final SigningKey SERVER_KEY = SigningKey.of(SERVER_SECRET);
    public static final SigningKey REPLY_KEY = SigningKey.of(SECRET).replyKey(SERVER_ID);

    /** What one request gets. */
    @FunctionalInterface
    public interface Answering {
        void answer(HttpExchange exchange, Envelope envelope) throws IOException;
    }

    private final HttpServer http;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<byte[]> bodies = new CopyOnWriteArrayList<>();

    /** Answers the first request as the first says, and so on; the last stays. */
    public ScriptedServer(Answering... script) {
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        http.setExecutor(threads);
        http.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            bodies.add(body);
            script[Math.min(bodies.size(), script.length) - 1].answer(
                    exchange, EnvelopeCodec.read(body).envelope());
            exchange.close();
        });
        http.start();
    }

    public String url() {
        return "http://localhost:" + http.getAddress().getPort();
    }

    /** The bodies of all requests so far. */
    public List<byte[]> bodies() {
        return bodies;
    }

    public List<Envelope> envelopes() {
        return bodies.stream()
                .map(EnvelopeCodec::read)
                .map(SignedEnvelope::envelope)
                .toList();
    }

    /** A client of this server that knows both secrets and does not pause. */
    public GoldfishClientBuilder client() {
        return GoldfishClient.builder()
                .url(url())
                .serverId(SERVER_ID)
                .clientId(CLIENT_ID)
                .secret(SECRET)
                .serverSecret(SERVER_SECRET)
                .pause(duration -> {});
    }

    public static Answering outcome(Outcome outcome) {
        return (exchange, envelope) -> send(exchange, outcome, envelope, SERVER_KEY);
    }

    public static Answering ok(String result) {
        return outcome(Outcome.ok(result));
    }

    public static Answering refused(ErrorCode code) {
        return outcome(Outcome.refused(code));
    }

    public static Answering running(double progress) {
        return (exchange, envelope) -> send(
                exchange,
                Outcome.running("{\"attempt\":1,\"job_id\":\"j-1\",\"message\":\"working\",\"poll_after_ms\":1,"
                        + "\"progress\":" + progress + "}"),
                envelope,
                SERVER_KEY);
    }

    /** Closes the connection without an answer. */
    public static Answering hangUp() {
        return (exchange, envelope) -> exchange.close();
    }

    /** Says nothing until it is closed. */
    public static Answering silence() {
        return (exchange, envelope) -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        };
    }

    public static Answering raw(int status, String body) {
        return (exchange, envelope) -> send(exchange, status, body.getBytes(StandardCharsets.UTF_8));
    }

    /** What the server replies where all is well; hostile tests change one thing of it. */
    public static Reply reply(Envelope envelope, Outcome outcome) {
        return new Reply(
                envelope.requestId(),
                System.currentTimeMillis(),
                SERVER_ID,
                outcome.status(),
                outcome.result(),
                outcome.error(),
                "");
    }

    public static void send(HttpExchange exchange, Outcome outcome, Envelope envelope, SigningKey key)
            throws IOException {
        if (outcome.retryAfterSeconds() > 0) {
            exchange.getResponseHeaders().add("Retry-After", String.valueOf(outcome.retryAfterSeconds()));
        }
        send(exchange, outcome.httpStatus(), ReplyCodec.write(reply(envelope, outcome), key));
    }

    public static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    /** Holds a client to trusting nothing of a server that answers so, and to not asking it again. */
    public static void rejects(String why, Answering hostile) {
        try (ScriptedServer server = new ScriptedServer(hostile)) {
            assertThatThrownBy(() -> server.client().build().call("x", "{}"))
                    .isInstanceOf(UntrustedReplyException.class)
                    .hasMessageContaining(why);
            assertThat(server.bodies()).as("not sent again").hasSize(1);
        }
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }
}
