package dev.goldfish.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.RestAssured;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One connection to the server that sends what HTTP libraries refuse to send. */
public final class RawConnection implements AutoCloseable {
    /** Nothing hostile may take the server longer. */
    public static final Duration BOUND = Duration.ofSeconds(10);

    private final Socket socket;
    private final InputStream in;

    public RawConnection() {
        this(null);
    }

    /** @param from the address to come from, null for any */
    public RawConnection(@Nullable InetAddress from) {
        this(from, 0);
    }

    private RawConnection(@Nullable InetAddress from, int receiveBuffer) {
        try {
            socket = new Socket();
            if (receiveBuffer > 0) {
                socket.setReceiveBufferSize(receiveBuffer);
            }
            socket.bind(new InetSocketAddress(from, 0));
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), RestAssured.port));
            socket.setSoTimeout((int) BOUND.toMillis());
            in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One whose other end cannot send much ahead of its reader. */
    public static RawConnection ofASlowReader() {
        return new RawConnection(null, 4 * 1024);
    }

    /** A whole exchange: the body as JSON, unless the headers say otherwise. */
    public static RawResponse post(byte[] body, String... headers) {
        long began = System.nanoTime();
        try (RawConnection connection = new RawConnection()) {
            // The server may answer, and close, before it has read a body that is too long.
            connection.sendUntilClosed(request(body, headers), 1);
            RawResponse response = connection.read();
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .as("time to the answer")
                    .isLessThan(BOUND);
            return response;
        }
    }

    /** The bytes of a POST with this body; {@code headers} are whole lines. */
    public static byte[] request(byte[] body, String... headers) {
        String given = String.join("\r\n", headers);
        StringBuilder head = new StringBuilder("POST /call HTTP/1.1\r\nHost: localhost\r\n");
        if (!given.contains("Content-Type:")) {
            head.append("Content-Type: application/json\r\n");
        }
        if (!given.contains("Content-Length:") && !given.contains("Transfer-Encoding:")) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        head.append(given).append(given.isEmpty() ? "\r\n" : "\r\n\r\n");
        return concat(utf8(head.toString()), body);
    }

    public static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    public RawConnection send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public RawConnection send(String text) {
        return send(utf8(text));
    }

    /** The first line and the headers of a call whose body has some length. */
    static String head(int contentLength) {
        return "POST /call HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                + contentLength + "\r\n\r\n";
    }

    /** Sends the same part again and again until the server closes, and says how many bytes went out at most. */
    public long sendUntilClosed(byte[] part, long most) {
        long sent = 0;
        try {
            while (sent < most) {
                socket.getOutputStream().write(part);
                sent += part.length;
            }
        } catch (IOException e) {
            // The server has had enough.
        }
        return sent;
    }

    /** The next response, whose body has a stated length, is chunked, or lasts until the connection ends. */
    public RawResponse read() {
        try {
            String status = line();
            Map<String, String> headers = new HashMap<>();
            for (String line = line(); !line.isEmpty(); line = line()) {
                int colon = line.indexOf(':');
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).trim());
            }
            return new RawResponse(Integer.parseInt(status.split(" ", 3)[1]), headers, body(headers));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] body(Map<String, String> headers) throws IOException {
        if (headers.containsKey("content-length")) {
            return in.readNBytes(Integer.parseInt(headers.get("content-length")));
        } else if (!"chunked".equals(headers.get("transfer-encoding"))) {
            return in.readAllBytes();
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            body.writeBytes(in.readNBytes(size));
            line();
        }
        line();
        return body.toByteArray();
    }

    private int chunkSize() throws IOException {
        return Integer.parseInt(line(), 16);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the connection ended behind '" + line + "'");
            }
            line.append((char) c);
        }
        return line.toString().stripTrailing();
    }

    /** All that comes until the server closes the connection, as it comes. */
    String text() {
        try {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the server closes the connection, whatever it says before. */
    public boolean isClosedByServer() {
        return ends(in);
    }

    /** Whether a stream ends, or breaks, before its socket's time limit is over. */
    static boolean ends(InputStream in) {
        try {
            in.readAllBytes();
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
