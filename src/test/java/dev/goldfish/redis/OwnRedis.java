package dev.goldfish.redis;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import redis.embedded.RedisServer;
import redis.embedded.RedisServerBuilder;

/** A real Redis that a test may treat as it likes. */
public final class OwnRedis implements AutoCloseable {
    private final int port;
    private final String[] settings;
    private RedisServer server;

    /** @param settings as in redis.conf, beside the usual ones */
    public OwnRedis(String... settings) {
        this.port = freePort();
        this.settings = settings;
        this.server = launch();
    }

    public static int freePort() {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RedisServer launch() {
        RedisServerBuilder builder = RedisServer.builder()
                .port(port)
                .bind("127.0.0.1")
                .setting("save \"\"")
                .setting("appendonly no");
        for (String setting : settings) {
            builder.setting(setting);
        }
        RedisServer launched = builder.build();
        launched.start();
        await().ignoreExceptions().until(() -> {
            new Socket(InetAddress.getLoopbackAddress(), port).close();
            return true;
        });
        return launched;
    }

    public int port() {
        return port;
    }

    public String uri() {
        return "redis://127.0.0.1:" + port;
    }

    /** The same for a user of its own. */
    public String uri(String user, String password) {
        return "redis://" + user + ":" + password + "@127.0.0.1:" + port;
    }

    /** Runs a command as it would be typed, and gives what is answered. */
    public String command(String command) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return command(socket, command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same over a connection that is open already. */
    static String command(Socket socket, String command) throws IOException {
        socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
        byte[] answer = new byte[64 * 1024];
        return new String(answer, 0, Math.max(0, socket.getInputStream().read(answer)), StandardCharsets.UTF_8);
    }

    /** Starts it again, without what it remembered. */
    public void restart() {
        server.stop();
        server = launch();
    }

    @Override
    public void close() {
        server.stop();
    }
}
