package dev.goldfish.faults;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One blocking connection to Redis: a look from outside that shares no code with the server. */
public final class Resp implements AutoCloseable {
    private final Socket socket;
    private final DataInputStream in;

    /** @param readTimeoutMs 0 for none */
    public Resp(int port, int readTimeoutMs) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(readTimeoutMs);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    /** One command on a connection of its own. */
    public static @Nullable Object once(int port, String... command) {
        try (Resp resp = new Resp(port, 10_000)) {
            return resp.command(command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A text, a Long, a list of these, or null. */
    @Nullable
    public Object command(String... words) throws IOException {
        StringBuilder request = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            request.append('$')
                    .append(word.getBytes(StandardCharsets.UTF_8).length)
                    .append("\r\n")
                    .append(word)
                    .append("\r\n");
        }
        socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
        return read();
    }

    /** The next answer or message. */
    @Nullable
    Object read() throws IOException {
        int kind = in.read();
        if (kind < 0) {
            throw new EOFException("Redis closed the connection");
        }
        String line = line();
        return switch (kind) {
            case '+' -> line;
            case '-' -> throw new IOException("Redis: " + line);
            case ':' -> Long.valueOf(line);
            case '$' -> bulk(Integer.parseInt(line));
            case '*' -> list(Integer.parseInt(line));
            default -> throw new IOException("no RESP: " + (char) kind + line);
        };
    }

    private @Nullable String bulk(int length) throws IOException {
        if (length < 0) {
            return null;
        }
        byte[] bytes = in.readNBytes(length);
        line();
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private List<@Nullable Object> list(int size) throws IOException {
        List<@Nullable Object> all = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            all.add(read());
        }
        return all;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\r'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("Redis closed the connection");
            }
            line.append((char) c);
        }
        in.read();
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
