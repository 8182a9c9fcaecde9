package dev.goldfish.faults;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;

/** Counts how often Redis announced the end of each job, on a connection that passes by the proxy. */
final class Doorbells implements AutoCloseable {
    private static final int OWNER_LENGTH = 22;

    private final Map<String, Integer> ends = new ConcurrentHashMap<>();
    private final IntSupplier port;
    private final Thread thread;
    private final CountDownLatch first = new CountDownLatch(1);
    private volatile boolean closed;
    private volatile long connectionId;

    Doorbells(IntSupplier port) {
        this.port = port;
        this.thread = new Thread(this::listen, "doorbells");
        thread.setDaemon(true);
        thread.start();
        try {
            if (!first.await(10, TimeUnit.SECONDS)) {
                throw new AssertionError("not subscribed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private void listen() {
        while (!closed) {
            try (Resp resp = new Resp(port.getAsInt(), 500)) {
                connectionId = (Long) Objects.requireNonNull(resp.command("CLIENT", "ID"));
                resp.command("SUBSCRIBE", "goldfish:doorbell:0:" + Replica.SERVER_ID);
                first.countDown();
                while (!closed) {
                    hear(resp);
                }
            } catch (IOException e) {
                // Redis may be away: that is what these tests are about.
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
        }
    }

    private void hear(Resp resp) throws IOException {
        Object message;
        try {
            message = resp.read();
        } catch (java.net.SocketTimeoutException e) {
            // Nothing was read yet, since a message arrives as a whole.
            return;
        }
        if (message instanceof List<?> push && push.size() == 3 && push.get(2) instanceof String text) {
            if (text.startsWith("ended ")) {
                ends.merge(text.substring("ended ".length() + OWNER_LENGTH + 1), 1, Integer::sum);
            }
        }
    }

    /** The id of this connection in Redis, to spare it. */
    long connectionId() {
        return connectionId;
    }

    long endsOf(String jobId) {
        return ends.getOrDefault(jobId, 0);
    }

    long endedTwice() {
        return ends.values().stream().filter(count -> count > 1).count();
    }

    /** After Redis lost what it had acknowledged, an end may come again. */
    void forget() {
        ends.clear();
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
