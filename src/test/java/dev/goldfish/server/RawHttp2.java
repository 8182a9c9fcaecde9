package dev.goldfish.server;

import io.restassured.RestAssured;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.function.Predicate;

/** One connection of HTTP/2 to the server that sends what HTTP libraries refuse to send, and reads only on demand. */
public final class RawHttp2 implements AutoCloseable {
    public static final int DATA = 0;
    public static final int HEADERS = 1;
    public static final int RST_STREAM = 3;
    public static final int SETTINGS = 4;
    public static final int PING = 6;
    public static final int GOAWAY = 7;
    public static final int WINDOW_UPDATE = 8;
    public static final int CONTINUATION = 9;

    public static final int END_STREAM = 1;
    public static final int END_HEADERS = 4;

    public static final int MAX_CONCURRENT_STREAMS = 3;

    private static final int INITIAL_WINDOW_SIZE = 4;

    private final Socket socket;
    private final DataInputStream in;

    /** @param window how many bytes of each answer the server may send */
    public RawHttp2(int window) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port);
            socket.setSoTimeout((int) RawConnection.BOUND.toMillis());
            in = new DataInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        send(RawConnection.concat(
                RawConnection.utf8("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
                frame(
                        SETTINGS,
                        0,
                        0,
                        ByteBuffer.allocate(6)
                                .putShort((short) INITIAL_WINDOW_SIZE)
                                .putInt(window)
                                .array())));
    }

    /** @param type as named here, or any other */
    public static byte[] frame(int type, int flags, int stream, byte[] payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .put((byte) (payload.length >> 16))
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    /** The headers of a GET, as they are compressed: names of the static table, literal values. */
    public static byte[] get(String path) {
        return RawConnection.concat(new byte[] {(byte) 0x82, (byte) 0x86}, literal(4, path), literal(1, "localhost"));
    }

    /** The headers of a call. */
    public static byte[] post() {
        return RawConnection.concat(
                new byte[] {(byte) 0x83, (byte) 0x86},
                literal(4, "/call"),
                literal(1, "localhost"),
                literal(31, "application/json"));
    }

    private static byte[] literal(int name, String value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(Math.min(name, 15));
        if (name >= 15) {
            out.write(name - 15);
        }
        out.write(value.length());
        out.writeBytes(RawConnection.utf8(value));
        return out.toByteArray();
    }

    public RawHttp2 send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends the same bytes so many times, or until the server closes; says whether it has. */
    public boolean isClosedWhileSending(byte[] bytes, int times) {
        try {
            for (int i = 0; i < times; i++) {
                socket.getOutputStream().write(bytes);
            }
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** A whole call on a stream of its own. */
    public RawHttp2 call(int stream, byte[] body) {
        return send(RawConnection.concat(
                frame(HEADERS, END_HEADERS, stream, post()), frame(DATA, END_STREAM, stream, body)));
    }

    /** The next frame of which this is true. */
    public Frame next(Predicate<Frame> wanted) {
        try {
            while (true) {
                int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
                int type = in.readUnsignedByte();
                int flags = in.readUnsignedByte();
                int stream = in.readInt();
                Frame frame = new Frame(type, flags, stream, in.readNBytes(length));
                if (wanted.test(frame)) {
                    return frame;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the server closes the connection, whatever it says before. */
    public boolean isClosedByServer() {
        return RawConnection.ends(in);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public record Frame(int type, int flags, int stream, byte[] payload) {
        /** Of a SETTINGS frame; -1 where it says nothing of this. */
        public int setting(int id) {
            ByteBuffer settings = ByteBuffer.wrap(payload);
            while (settings.hasRemaining()) {
                int name = settings.getShort();
                int value = settings.getInt();
                if (name == id) {
                    return value;
                }
            }
            return -1;
        }

        /** Of a RST_STREAM. */
        public int errorCode() {
            return ByteBuffer.wrap(payload).getInt();
        }
    }
}
