package dev.goldfish.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.goldfish.server.Answer;
import dev.goldfish.server.Load;
import dev.goldfish.server.RawConnection;
import dev.goldfish.server.RawHttp2;
import dev.goldfish.server.RawResponse;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one stranger sends over one connection, or over many, that is more than any caller would. */
@QuarkusTest
@TestProfile(AttacksProfile.class)
@ExtendWith(QuietLog.class)
class TransportFloodAttackTest {
    private static final int MIB = 1 << 20;
    private static final int FLOOD = 128 * MIB;
    private static final int REFUSED_STREAM = 7;
    /** More than the kernels at both ends hold. */
    private static final String LARGE = "{\"kib\":6000}";

    private static final byte[] PIPELINED =
            RawConnection.utf8("GET /.well-known/jwks.json HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(1_000));

    @RegisterExtension
    final Row row = new Row();

    @Inject
    Load load;

    @AfterEach
    void nothingIsUnderWayInTheEnd() {
        await().until(() -> load.calls() == 0);
    }

    @Attack("A77")
    @Test
    void requestsBehindALongPoll() {
        Answer job = Callers.SECOND.call("start_long_task", "{\"seconds\":20}").is(202, "accepted");
        String poll = "{\"job_id\":\"" + job.jobId() + "\",\"wait_ms\":30000}";
        try (RawConnection connection = new RawConnection()) {
            connection.send(Callers.SECOND.rawRequest(Callers.SECOND.envelope("poll_job", poll)));
            await().until(() -> load.calls() == 1);
            CompletableFuture<Long> sent =
                    CompletableFuture.supplyAsync(() -> connection.sendUntilClosed(PIPELINED, FLOOD));

            othersAreServed();
            Callers.SECOND.call("cancel_job", "{\"job_id\":\"" + job.jobId() + "\"}");

            assertThat(sent.join()).as("bytes that were taken").isLessThan(FLOOD);
            row.promises("closed");
        }
    }

    @Attack("A78")
    @Test
    void answersToPipelinedRequestsThatNobodyReads() {
        try (RawConnection connection = RawConnection.ofASlowReader()) {
            CompletableFuture<Long> sent =
                    CompletableFuture.supplyAsync(() -> connection.sendUntilClosed(PIPELINED, FLOOD));

            othersAreServed();

            assertThat(sent.join()).as("bytes that were taken").isLessThan(FLOOD);
            row.promises("closed");
        }
    }

    @Attack("A79")
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void streamsWithoutEnd(boolean withBodies) {
        int flags = withBodies ? RawHttp2.END_HEADERS : RawHttp2.END_HEADERS | RawHttp2.END_STREAM;
        try (RawHttp2 connection = new RawHttp2(0)) {
            assertThat(connection
                            .next(frame -> frame.type() == RawHttp2.SETTINGS)
                            .setting(RawHttp2.MAX_CONCURRENT_STREAMS))
                    .isEqualTo(AttacksProfile.CALLS / 4);
            for (int stream = 1; stream < 1_000; stream += 2) {
                connection.send(RawHttp2.frame(RawHttp2.HEADERS, flags, stream, RawHttp2.post()));
            }

            assertThat(connection
                            .next(frame -> frame.type() == RawHttp2.RST_STREAM)
                            .errorCode())
                    .isEqualTo(REFUSED_STREAM);
            row.promises("reset");
            assertThat(load.calls()).isLessThanOrEqualTo(AttacksProfile.CALLS / 4);
            othersAreServed();
            assertThat(connection.isClosedByServer()).isTrue();
        }
    }

    @Attack("A80")
    @Test
    void answersInAWindowOfZero() {
        try (RawHttp2 connection = new RawHttp2(0)) {
            for (int i = 0; i < 10; i++) {
                connection.call(2 * i + 1, RawConnection.utf8(Callers.signed()));
            }

            await().until(() -> load.calls() == 10);
            othersAreServed();

            connection.next(frame -> frame.type() == RawHttp2.GOAWAY);
            assertThat(connection.isClosedByServer()).isTrue();
            row.promises("closed");
        }
    }

    @Attack("A81")
    @ParameterizedTest
    @ValueSource(strings = {"ping", "settings", "continuation", "reset"})
    void framesWithoutEnd(String kind) {
        try (RawHttp2 connection = new RawHttp2(1 << 16)) {
            connection.send(RawHttp2.frame(
                    RawHttp2.HEADERS,
                    RawHttp2.END_HEADERS | RawHttp2.END_STREAM,
                    1,
                    RawHttp2.get("/.well-known/jwks.json")));
            connection.next(frame -> frame.stream() == 1);
            CompletableFuture<Boolean> closed = CompletableFuture.supplyAsync(() -> flood(connection, kind));

            othersAreServed();

            assertThat(closed.join() || connection.isClosedByServer()).isTrue();
            row.promises("closed");
        }
    }

    private static boolean flood(RawHttp2 connection, String kind) {
        return switch (kind) {
            case "ping" -> connection.isClosedWhileSending(RawHttp2.frame(RawHttp2.PING, 0, 0, new byte[8]), 100_000);
            case "settings" ->
                connection.isClosedWhileSending(RawHttp2.frame(RawHttp2.SETTINGS, 0, 0, new byte[0]), 100_000);
            case "continuation" -> {
                connection.send(RawHttp2.frame(RawHttp2.HEADERS, 0, 3, RawHttp2.post()));
                yield connection.isClosedWhileSending(
                        RawHttp2.frame(RawHttp2.CONTINUATION, 0, 3, new byte[1 << 14]), 1_000);
            }
            case "reset" ->
                IntStream.range(1, 10_000)
                        .map(i -> 2 * i + 1)
                        .anyMatch(stream -> connection.isClosedWhileSending(
                                RawConnection.concat(
                                        RawHttp2.frame(RawHttp2.HEADERS, RawHttp2.END_HEADERS, stream, RawHttp2.post()),
                                        RawHttp2.frame(RawHttp2.RST_STREAM, 0, stream, new byte[] {0, 0, 0, 8})),
                                1));
            default -> throw new IllegalArgumentException(kind);
        };
    }

    @Attack("A82")
    @Test
    void answersThatNobodyReads() {
        List<RawConnection> connections = new ArrayList<>();
        try {
            Answer refused = await().until(
                            () -> {
                                connections.add(RawConnection.ofASlowReader().send(Callers.SECOND.rawRequest(large())));
                                return Callers.SECOND.send(large());
                            },
                            answer -> answer.http() != 200);

            row.refuses(refused);
            assertThat(refused.retryAfter()).isNotEmpty();
            assertThat(load.calls()).as("calls whose answers wait").isPositive();
            assertThat(load.outgoingBytes())
                    .as("bytes that wait for one client")
                    .isLessThan(8L * MIB);
            Callers.FIRST.call("test_large", LARGE).is(200, "ok");
            othersAreServed();

            await().atMost(RawConnection.BOUND).until(() -> load.calls() == 0 && load.outgoingBytes() == 0);
        } finally {
            connections.forEach(RawConnection::close);
        }
    }

    private static ObjectNode large() {
        return Callers.SECOND.envelope("test_large", LARGE);
    }

    @Test
    void pagesThatNobodyReads() {
        List<RawConnection> connections = new ArrayList<>();
        byte[] pages = RawConnection.utf8("GET /test/page HTTP/1.1\r\nHost: localhost\r\n\r\n");
        try {
            await().until(() -> {
                connections.add(RawConnection.ofASlowReader().send(pages));
                return load.outgoingBytes() > 4L * MIB;
            });

            othersAreServed();

            assertThat(load.outgoingBytes())
                    .as("bytes that wait for one address")
                    .isLessThan(16L * MIB);
            await().atMost(RawConnection.BOUND).until(() -> load.outgoingBytes() == 0);
        } finally {
            connections.forEach(RawConnection::close);
        }
    }

    @Attack("A83")
    @Test
    void bodiesHeldOneByteShort() throws UnknownHostException {
        byte[] short250 = RawConnection.request(new byte[250_000], "Content-Length: 250001");
        List<RawConnection> connections = new ArrayList<>();
        try {
            for (int i = 0; i < 60; i++) {
                RawConnection connection = new RawConnection();
                connections.add(connection);
                connection.sendUntilClosed(short250, 1);
            }

            othersAreServed();
            try (RawConnection elsewhere = new RawConnection(InetAddress.getByName("127.0.0.2"))) {
                String large = Callers.FIRST.signed(
                        Callers.FIRST.envelope(Callers.TOOL, "{\"word\":\"" + "x".repeat(200_000) + "\"}"));
                elsewhere
                        .send(RawConnection.request(RawConnection.utf8(large)))
                        .read()
                        .answerOf(Callers.FIRST)
                        .is(200, "ok");
            }
            List<RawResponse> refused = connections.stream()
                    .map(RawConnection::read)
                    .filter(response -> response.status() != 408)
                    .toList();
            assertThat(refused).isNotEmpty().allSatisfy(response -> row.refuses(response.answer()));
        } finally {
            connections.forEach(RawConnection::close);
        }
    }

    @Attack("A85")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /.well-known/jwks.json",
                "GET /q/health/live",
                "GET /nowhere",
                "GET /call",
                "POST /call",
            })
    void aRequestBehindChunksWithALength(String line) {
        String first = line + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
        byte[] smuggled = RawConnection.request(RawConnection.utf8(Callers.signed()));

        Harmless.attack(() -> {
            try (RawConnection connection = new RawConnection()) {
                connection.send(RawConnection.concat(RawConnection.utf8(first), smuggled));
                row.allows(connection.read().status());
                assertThat(connection.isClosedByServer()).isTrue();
                return connection;
            }
        });
    }

    /** Another client, over a connection of its own: each call within the time that nothing hostile may exceed. */
    private static void othersAreServed() {
        for (int i = 0; i < 20; i++) {
            RawConnection.post(RawConnection.utf8(Callers.signed()))
                    .answerOf(Callers.FIRST)
                    .is(200, "ok");
        }
    }
}
