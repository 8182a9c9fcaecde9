package dev.goldfish.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.goldfish.protocol.Envelope;
import dev.goldfish.protocol.ErrorCode;
import dev.goldfish.protocol.Outcome;
import dev.goldfish.protocol.Status;
import dev.goldfish.signing.SigningKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetryTest {
    @Test
    void aRetryKeepsTheWorkAndIsANewMessage() {
        try (ScriptedServer server = new ScriptedServer(
                ScriptedServer.hangUp(),
                ScriptedServer.refused(ErrorCode.UNAVAILABLE),
                ScriptedServer.raw(502, "<html>bad gateway</html>"),
                ScriptedServer.ok("{}"))) {
            assertThat(server.client().build().call("x", "{}").status()).isEqualTo(Status.OK);

            List<Envelope> sent = server.envelopes();
            assertThat(sent).hasSize(4);
            assertThat(sent)
                    .extracting(Envelope::requestId)
                    .containsOnly(sent.get(0).requestId());
            assertThat(sent).extracting(Envelope::nonce).doesNotHaveDuplicates();
            assertThat(sent).extracting(Envelope::signature).doesNotHaveDuplicates();
        }
    }

    @Test
    void givesUpAfterTheLastAttempt() {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.refused(ErrorCode.UNAVAILABLE))) {
            assertThatThrownBy(() -> server.client().build().call("x", "{}")).isInstanceOf(RefusedException.class);
            assertThat(server.bodies()).hasSize(4);
        }
    }

    @Test
    void aBrokenConnectionIsUnreachableAndNamesTheWork() {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.hangUp())) {
            GoldfishClient client = server.client()
                    .retry(new RetryPolicy(2, Duration.ZERO, Duration.ZERO))
                    .build();

            assertThatThrownBy(() -> client.call("x", "{}", "mine"))
                    .isInstanceOfSatisfying(
                            UnreachableException.class,
                            e -> assertThat(e.requestId()).isEqualTo("mine"));
            assertThat(server.bodies()).hasSize(2);
        }
    }

    @Test
    void nobodyListensThere() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        GoldfishClient client = GoldfishClient.builder()
                .url("http://localhost:" + port)
                .serverId("s")
                .clientId("c")
                .secret("k")
                .pause(duration -> {})
                .build();

        assertThatThrownBy(() -> client.call("x", "{}"))
                .isInstanceOf(UnreachableException.class)
                .hasMessageEndingWith("connection refused")
                .matches(e -> !((GoldfishException) e).outcomeUnknown());
    }

    /** Nothing was sent, so nothing is lost that would be lost again. */
    @Test
    void connectionsThatAreNotMadeAreNoSlowLosses() throws IOException {
        SentCount sent = new SentCount();
        AtomicLong time = new AtomicLong();
        List<Socket> inLine = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            fill(full, inLine);
            GoldfishClient client = GoldfishClient.builder()
                    .url("http://" + full.getInetAddress().getHostAddress() + ":" + full.getLocalPort())
                    .serverId("s")
                    .clientId("c")
                    .secret("k")
                    .connectTimeout(Duration.ofMillis(200))
                    .requestTimeout(Duration.ofMinutes(30))
                    .ticker(() -> time.addAndGet(Duration.ofSeconds(10).toNanos()))
                    .pause(duration -> {})
                    .wire(sent)
                    .build();

            assertThatThrownBy(() -> client.call("x", "{}"))
                    .hasMessageEndingWith("no connection in time")
                    .hasCauseInstanceOf(HttpConnectTimeoutException.class)
                    .matches(e -> !((GoldfishException) e).outcomeUnknown());
            assertThat(sent.get()).isEqualTo(4);
        } finally {
            for (Socket socket : inLine) {
                socket.close();
            }
        }
    }

    /** Connects until nobody more is let into the line of those who wait to be accepted. */
    private static void fill(ServerSocket server, List<Socket> inLine) throws IOException {
        try {
            while (inLine.size() < 100) {
                Socket socket = new Socket();
                inLine.add(socket);
                socket.connect(server.getLocalSocketAddress(), 1_000);
            }
        } catch (SocketTimeoutException e) {
            return;
        }
        throw new AssertionError("the line has no end");
    }

    @Test
    void whatIsThereSpeaksNoHttp() throws Exception {
        try (ServerSocket ssh = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Socket> greeted = CompletableFuture.supplyAsync(() -> {
                try {
                    Socket caller = ssh.accept();
                    caller.getOutputStream().write("SSH-2.0-OpenSSH_9.6\r\n".getBytes(StandardCharsets.US_ASCII));
                    return caller;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            GoldfishClient client = GoldfishClient.builder()
                    .url("http://localhost:" + ssh.getLocalPort())
                    .serverId("s")
                    .clientId("c")
                    .secret("k")
                    .build();

            assertThatThrownBy(() -> client.call("x", "{}"))
                    .isInstanceOf(UntrustedReplyException.class)
                    .hasMessageContaining("no Goldfish answers at ")
                    .hasMessageNotContaining("SSH");
            greeted.join().close();
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"UNAVAILABLE", "REPLAYED_NONCE", "REQUEST_IN_PROGRESS", "SERVER_BUSY"})
    void sendsNothingAgainThatTheServerHasAnswered(ErrorCode code) {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.refused(code))) {
            assertThatThrownBy(() -> server.client().build().call("x", "{}"))
                    .isInstanceOf(
                            ErrorCode.isForAnyone(code.text())
                                    ? UnverifiedRefusalException.class
                                    : ErrorReplyException.class)
                    .hasMessageContaining(code.text());
            assertThat(server.bodies()).hasSize(1);
        }
    }

    @Test
    void waitsForItsOwnWorkAfterALostReply() {
        try (ScriptedServer server = new ScriptedServer(
                ScriptedServer.hangUp(),
                ScriptedServer.refused(ErrorCode.REQUEST_IN_PROGRESS),
                ScriptedServer.ok("{}"))) {
            assertThat(server.client().build().call("x", "{}").status()).isEqualTo(Status.OK);
        }
    }

    /** The nonce was new: something on the way sent the message twice, and gave back the second reply. */
    @Test
    void aSpentNonceMeansThatTheReplyWasLost() {
        try (ScriptedServer server =
                new ScriptedServer(ScriptedServer.refused(ErrorCode.REPLAYED_NONCE), ScriptedServer.ok("{\"n\":1}"))) {
            assertThat(server.client().build().call("x", "{}", "mine").json()).isEqualTo("{\"n\":1}");

            assertThat(server.envelopes()).extracting(Envelope::requestId).containsExactly("mine", "mine");
            assertThat(server.envelopes()).extracting(Envelope::nonce).doesNotHaveDuplicates();
        }
    }

    @Test
    void whoeverSpendsEveryNonceIsNotAskedForEver() {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.refused(ErrorCode.REPLAYED_NONCE))) {
            assertThatThrownBy(() -> server.client().build().call("x", "{}", "mine"))
                    .isInstanceOf(RefusedException.class)
                    .hasMessage("replayed nonce (request id mine)");
            assertThat(server.bodies()).hasSize(4);
        }
    }

    @Test
    void isSignedAnewWhereTheServersMemoryIsYounger() {
        try (ScriptedServer server = new ScriptedServer(
                ScriptedServer.outcome(
                        Outcome.refused(ErrorCode.STALE_TIMESTAMP, "sign it anew", Duration.ofSeconds(1))),
                ScriptedServer.ok("{}"))) {
            server.client().build().call("x", "{}");

            assertThat(server.envelopes())
                    .extracting(Envelope::nonce)
                    .hasSize(2)
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void aBusyServerThatAuthenticatesNobodyIsAskedAgain() {
        try (ScriptedServer server = new ScriptedServer(
                (exchange, envelope) -> ScriptedServer.send(
                        exchange, Outcome.refused(ErrorCode.SERVER_BUSY), envelope, SigningKey.of("the server's own")),
                (exchange, envelope) -> ScriptedServer.send(
                        exchange,
                        Outcome.ok("{}"),
                        envelope,
                        SigningKey.of(ScriptedServer.SECRET).replyKey(ScriptedServer.SERVER_ID)))) {
            GoldfishClient client = GoldfishClient.builder()
                    .url(server.url())
                    .serverId(ScriptedServer.SERVER_ID)
                    .clientId(ScriptedServer.CLIENT_ID)
                    .secret(ScriptedServer.SECRET)
                    .pause(duration -> {})
                    .build();

            assertThat(client.call("x", "{}").status()).isEqualTo(Status.OK);
            assertThat(server.bodies()).hasSize(2);
        }
    }

    @Test
    void pausesAsLongAsTheServerAsks() {
        List<Duration> pauses = new ArrayList<>();
        try (ScriptedServer server =
                new ScriptedServer(ScriptedServer.refused(ErrorCode.UNAVAILABLE), ScriptedServer.ok("{}"))) {
            server.client().pause(pauses::add).build().call("x", "{}");
        }
        assertThat(pauses).containsExactly(Duration.ofSeconds(ErrorCode.UNAVAILABLE.retryAfterSeconds()));
    }

    @Test
    void anInterruptEndsThePauseAndStays() {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.refused(ErrorCode.UNAVAILABLE))) {
            GoldfishClient client = server.client()
                    .pause(duration -> {
                        throw new InterruptedException();
                    })
                    .build();

            assertThatThrownBy(() -> client.call("x", "{}")).isInstanceOf(RefusedException.class);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(server.bodies()).hasSize(1);
        }
    }
}
