package dev.goldfish.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.goldfish.server.Answer;
import dev.goldfish.server.RawConnection;
import dev.goldfish.server.RawResponse;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong before anybody looks at the JSON. */
@QuarkusTest
@TestProfile(AttacksProfile.class)
@ExtendWith(QuietLog.class)
class TransportAttackTest {
    private static final int LIMIT = 256 * 1024;
    private static final int MIB = 1 << 20;
    private static final byte[] BOMB = gzip(64 * MIB);

    @RegisterExtension
    final Row row = new Row();

    @Attack("A01")
    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 262145", "Content-Length: 1000000000", "Transfer-Encoding: chunked"})
    void aBodyOverTheLimit(String length) {
        long sent = Harmless.attack(() -> {
            try (RawConnection connection = new RawConnection()) {
                connection.send(RawConnection.request(new byte[0], length));
                long bytes = connection.sendUntilClosed(part(length), declared(length));
                RawResponse response = connection.read();
                row.refuses(response.answer());
                assertThat(response.headers()).containsEntry("connection", "close");
                assertThat(connection.isClosedByServer()).isTrue();
                return bytes;
            }
        });

        if (!length.endsWith("262145")) {
            // What the kernels at both ends hold is not the server's.
            assertThat(sent).as("bytes of an endless body that went out").isLessThan(64L * MIB);
        }
    }

    private static byte[] part(String length) {
        return length.endsWith("chunked")
                ? RawConnection.concat(RawConnection.utf8("40000\r\n"), new byte[LIMIT], RawConnection.utf8("\r\n"))
                : new byte[length.endsWith("262145") ? LIMIT + 1 : LIMIT];
    }

    private static long declared(String length) {
        return length.endsWith("chunked") ? 1L << 40 : Long.parseLong(length.replaceAll("\\D", ""));
    }

    @Test
    void bodiesOverTheLimitAreNotKept() {
        List<RawConnection> connections = new ArrayList<>();
        long before = Heap.used();
        try {
            for (int i = 0; i < 24; i++) {
                RawConnection connection = new RawConnection();
                connections.add(connection);
                connection.send(RawConnection.request(new byte[0], "Content-Length: 100000000"));
                connection.send(new byte[3 * MIB]);
            }

            assertThat(Heap.used() - before).as("heap for 24 bodies of 3 MiB").isLessThan(24L * MIB);
        } finally {
            connections.forEach(RawConnection::close);
        }
    }

    @Attack("A02")
    @Test
    void requestsThatNeverEnd() {
        byte[] good = RawConnection.request(RawConnection.utf8(Callers.signed()));
        List<RawConnection> slowHeaders = open(50, Arrays.copyOf(good, 40));
        List<RawConnection> slowBodies = open(50, Arrays.copyOf(good, good.length - 1));
        try {
            Callers.FIRST.send(Callers.envelope()).is(200, "ok");

            for (RawConnection connection : slowBodies) {
                row.refuses(connection.read().answer());
                assertThat(connection.isClosedByServer()).isTrue();
            }
            assertThat(slowHeaders).allMatch(RawConnection::isClosedByServer);
        } finally {
            slowHeaders.forEach(RawConnection::close);
            slowBodies.forEach(RawConnection::close);
        }
    }

    @Attack("A03")
    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "br", "zstd", "identity, gzip", "x-gzip"})
    void anEncodedBody(String encoding) {
        long before = Heap.used();

        row.refuses(Harmless.post(BOMB, "Content-Encoding: " + encoding));

        assertThat(Heap.used() - before).isLessThan(32L * MIB);
    }

    @Attack("A04")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/xml",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=injected",
                "application/vnd.goldfish+json",
                "application/json;charset=utf-16",
                "application/json; charset=utf-16le",
                "application/json; charset=ISO-8859-1",
                "application/json; charset=",
                "*/*",
                "application/*",
                "nonsense",
                "injected",
                ";",
            })
    void anotherMediaType(String type) {
        String good = Callers.signed();

        Answer answer = row.refuses(Harmless.post(good, "Content-Type: " + type));
        row.refuses(Harmless.post(good.getBytes(StandardCharsets.UTF_16LE), "Content-Type: " + type));

        assertThat(answer.text()).doesNotContain("injected");
    }

    @Attack("A06")
    @Test
    void moreCallsThanOneReplicaTakesOn() {
        byte[] begun = RawConnection.request(new byte[0], "Content-Length: 100");
        List<RawConnection> many = new ArrayList<>();
        try {
            Answer refused = await().until(
                            () -> {
                                // Where this is slow, the first have timed out before the last are there.
                                many.addAll(open(AttacksProfile.CALLS, begun));
                                return RawConnection.post(RawConnection.utf8(Callers.signed()))
                                        .answerOf(Callers.FIRST);
                            },
                            answer -> answer.http() != 200);

            row.refuses(refused);
            assertThat(refused.retryAfter()).isNotEmpty();
        } finally {
            many.forEach(RawConnection::close);
        }
        await().until(() ->
                RawConnection.post(RawConnection.utf8(Callers.signed())).status() == 200);
    }

    /** Connections on which something has been sent. */
    private static List<RawConnection> open(int count, byte[] bytes) {
        return IntStream.range(0, count)
                .mapToObj(i -> new RawConnection().send(bytes))
                .toList();
    }

    @Attack("A05")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "405 GET /call HTTP/1.1",
                "405 PUT /call HTTP/1.1",
                "405 DELETE /call HTTP/1.1",
                "405 TRACE /call HTTP/1.1",
                "405 BREW /call HTTP/1.1",
                "405 CONNECT /call HTTP/1.1",
                "400 nonsense / HTTP/1.1 HTTP/1.1",
                "400 POST /call HTTP/1.1|Content-Length: -1",
                "400 POST /call HTTP/1.1|Content-Length: 5|Content-Length: 6",
                "400 POST /call HTTP/1.1|Content-Length: 5|Transfer-Encoding: chunked",
                "400 POST /call HTTP/1.1|Transfer-Encoding: chunked, identity",
                "431 POST /call HTTP/1.1|X-Large: %LARGE%",
            })
    void oddRequests(String attack) {
        int status = Integer.parseInt(attack.substring(0, 3));
        String head = attack.substring(4).replace("%LARGE%", "x".repeat(50_000)).replace("|", "\r\n");
        byte[] smuggled = RawConnection.request(RawConnection.utf8(Callers.signed()));

        Harmless.attack(() -> {
            try (RawConnection connection = new RawConnection()) {
                byte[] start =
                        RawConnection.utf8(head + "\r\nHost: localhost\r\nContent-Type: application/json\r\n\r\n");
                connection.sendUntilClosed(
                        status == 405 ? start : RawConnection.concat(start, RawConnection.utf8("0\r\n\r\n"), smuggled),
                        1);
                RawResponse response = connection.read();
                row.allows(response.status());
                assertThat(response.status()).isEqualTo(status);
                if (response.body().length > 0) {
                    assertThat(response.answer().error()).startsWith("bad envelope");
                }
                assertThat(status == 405 || connection.isClosedByServer()).isTrue();
                return response;
            }
        });
    }

    private static byte[] gzip(int zeros) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            for (int i = 0; i < zeros / MIB; i++) {
                gzip.write(new byte[MIB]);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
