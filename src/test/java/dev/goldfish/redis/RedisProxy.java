package dev.goldfish.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/** A way to a real Redis that changes what passes, or loses it. */
final class RedisProxy implements AutoCloseable {
    private final int redisPort;
    private final UnaryOperator<String> requests;
    private final UnaryOperator<String> answers;
    private final ServerSocket listening;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final Set<Socket> silenced = ConcurrentHashMap.newKeySet();

    RedisProxy(int redisPort) {
        this(redisPort, UnaryOperator.identity(), UnaryOperator.identity());
    }

    /** @param requests changes what a packet holds; so do answers */
    RedisProxy(int redisPort, UnaryOperator<String> requests, UnaryOperator<String> answers) {
        this.redisPort = redisPort;
        this.requests = requests;
        this.answers = answers;
        try {
            this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    /** A Redis of version 6.2, as far as can be seen: it cannot compile what scripts begin with. */
    static RedisProxy toVersion62(int redisPort) {
        return new RedisProxy(
                redisPort,
                request -> request.replace("#!lua", "#?lua"),
                answer -> answer.replace("redis_version:7.0.15", "redis_version:6.2.14"));
    }

    String uri() {
        return "redis://127.0.0.1:" + listening.getLocalPort();
    }

    /** From now on nothing passes over the connections that are open now, and nobody is told. */
    void silence() {
        silenced.addAll(open);
    }

    /** The same for one connection, the oldest that is not silent yet. */
    void silenceOne() {
        for (Socket socket : open) {
            if (!socket.isClosed() && silenced.add(socket)) {
                return;
            }
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket near = listening.accept();
                Socket far = new Socket(InetAddress.getLoopbackAddress(), redisPort);
                open.add(near);
                open.add(far);
                threads.execute(() -> pass(near, far, requests));
                threads.execute(() -> pass(far, near, answers));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void pass(Socket from, Socket to, UnaryOperator<String> change) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[64 * 1024];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (!silenced.contains(from)) {
                    String text = new String(buffer, 0, n, StandardCharsets.ISO_8859_1);
                    out.write(change.apply(text).getBytes(StandardCharsets.ISO_8859_1));
                }
            }
        } catch (IOException e) {
            // One of both has closed it.
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }
}
