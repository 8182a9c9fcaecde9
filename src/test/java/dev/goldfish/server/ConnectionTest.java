package dev.goldfish.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one connection of HTTP/1.1 may do. */
@QuarkusTest
@TestProfile(ClientsProfile.class)
class ConnectionTest {
    private static final String LIVE = "GET /q/health/live HTTP/1.1\r\nHost: localhost\r\n\r\n";

    @Test
    void requestsSentAheadAreAnsweredInTurn() {
        try (RawConnection connection = new RawConnection()) {
            byte[][] calls = IntStream.range(0, 20)
                    .mapToObj(i -> TestCaller.FIRST.rawRequest(
                            TestCaller.FIRST.envelope("batch_sum", "{\"numbers\":[" + i + "]}")))
                    .toArray(byte[][]::new);

            connection.send(RawConnection.concat(calls));

            for (int i = 0; i < calls.length; i++) {
                assertThat(connection
                                .read()
                                .answer()
                                .is(200, "ok")
                                .result()
                                .path("total")
                                .asInt())
                        .isEqualTo(i);
            }
        }
    }

    @Test
    void manyRequestsSentAheadAreAllAnswered() {
        int count = 20_000;
        try (RawConnection connection = new RawConnection()) {
            Thread sender = new Thread(() -> connection.send(LIVE.repeat(count)));
            sender.start();

            for (int i = 0; i < count; i++) {
                assertThat(connection.read().status()).isEqualTo(200);
            }
        }
    }

    @Test
    void aRequestThatComesInPiecesIsRead() {
        byte[] call = TestCaller.FIRST.rawRequest(TestCaller.FIRST.envelope("batch_sum", "{\"numbers\":[1]}"));
        try (RawConnection connection = new RawConnection()) {
            for (int round = 0; round < 2; round++) {
                for (byte piece : LIVE.getBytes(StandardCharsets.US_ASCII)) {
                    connection.send(new byte[] {piece});
                }
                assertThat(connection.read().status()).isEqualTo(200);
            }
            connection.send(Arrays.copyOf(call, call.length - 1));
            connection.send(new byte[] {call[call.length - 1]});
            connection.read().answer().is(200, "ok");
        }
    }

    @Test
    void aConnectionOutlivesARefusalWhoseBodyStillCame() {
        try (RawConnection connection = new RawConnection()) {
            connection.send(RawConnection.request(new byte[100_000], "Content-Type: text/plain"));
            connection.read().answer().is(415, "error");

            connection.send(LIVE);

            assertThat(connection.read().status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST /call", "PUT /call", "POST /nowhere", "POST /q/health/live"})
    void aBodyThatNobodyWantsHasAnEnd(String line) {
        long endless = 1L << 36;
        try (RawConnection connection = new RawConnection()) {
            connection.send(line + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: "
                    + endless + "\r\n\r\n");
            long sent = connection.sendUntilClosed(new byte[1 << 16], endless);

            assertThat(connection.read().body()).isNotNull();
            // What the kernels at both ends hold is not the server's.
            assertThat(sent).as("bytes that went out").isLessThan(64L << 20);
        }
    }

    @Test
    void aMissingHostIsASignedRefusal() {
        try (RawConnection connection = new RawConnection()) {
            connection.send("GET /call HTTP/1.1\r\n\r\n");

            RawResponse response = connection.read();

            assertThat(response.answer().is(400, "error").error()).startsWith("bad envelope");
            assertThat(response.headers()).containsAllEntriesOf(Map.of("content-type", "application/json"));
        }
    }
}
