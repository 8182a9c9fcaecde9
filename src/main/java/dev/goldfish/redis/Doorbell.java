package dev.goldfish.redis;

import dev.goldfish.job.JobStore.Ring;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;

/**
 * Hears the rings that scripts publish, on a connection of its own. Subscribes again at short intervals, which changes
 * nothing where all is well: what is refused is tried anew, and a connection that confirms nothing is replaced.
 */
public final class Doorbell {
    private static final Logger LOG = Logger.getLogger(Doorbell.class);
    private static final long MIN_PAUSE_MS = 200;
    private static final long MAX_PAUSE_MS = 1_000;

    private final String channel;
    private final Connection connection;
    private final long timeoutNanos;
    private final ScheduledExecutorService timer;
    private final List<BiConsumer<Ring.Kind, String>> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean subscribed;
    private volatile boolean closed;

    /** Whether a connection or a confirmation is waited for, and since when. */
    private boolean awaited;

    private long awaitedNanos;

    /**
     * @param timeout for how long a connection may confirm nothing
     * @param channel {@link #channelOf of this server}
     */
    public Doorbell(RedisClients clients, Duration timeout, ScheduledExecutorService timer, String channel) {
        this.channel = channel;
        this.timer = timer;
        this.timeoutNanos = timeout.toNanos();
        this.connection = new Connection(clients::anywhere, this::subscribe, this::broken);
    }

    /** The name of a server's channel: Redis has its channels for all databases together. */
    public static String channelOf(int database, String serverId) {
        return "goldfish:doorbell:" + database + ":" + serverId;
    }

    /** Begins to listen, and goes on until closed. */
    public void listen() {
        if (closed) {
            return;
        }
        if (isOverdue()) {
            LOG.warn("doorbell not subscribed: Redis confirms nothing");
            connection.abandon(new IOException("Redis confirms no subscription"));
        }
        Future<RedisConnection> open = connection.connection();
        if (open.succeeded()) {
            subscribe(open.result());
        }
        long pause = ThreadLocalRandom.current().nextLong(MIN_PAUSE_MS, MAX_PAUSE_MS);
        var unused = timer.schedule(this::listen, pause, TimeUnit.MILLISECONDS);
    }

    /** Where scripts publish their rings. */
    public String channel() {
        return channel;
    }

    public void close() {
        closed = true;
        connection.close();
    }

    /** Whether rings are heard. */
    public boolean isSubscribed() {
        return subscribed;
    }

    /** Calls a listener with the kind of each ring and the member of the job that it is about. */
    void onRing(BiConsumer<Ring.Kind, String> listener) {
        listeners.add(listener);
    }

    private synchronized boolean isOverdue() {
        long now = System.nanoTime();
        if (!awaited) {
            awaited = true;
            awaitedNanos = now;
        }
        return now - awaitedNanos > timeoutNanos;
    }

    private synchronized void notAwaited() {
        awaited = false;
    }

    private void broken() {
        subscribed = false;
        notAwaited();
    }

    private void subscribe(RedisConnection open) {
        open.handler(this::heard);
        // That it was sent is all that its outcome says.
        open.send(Request.cmd(Command.SUBSCRIBE).arg(channel)).onFailure(connection::abandon);
    }

    private void heard(Response response) {
        if (response instanceof ErrorType error) {
            LOG.warnf("doorbell not subscribed: %s", RedisErrors.describe(error));
            connection.abandon(error);
            return;
        }
        notAwaited();
        String kind = response.size() == 3 ? response.get(0).toString() : "";
        if (kind.equals("subscribe")) {
            subscribed = true;
        } else if (kind.equals("message")) {
            rung(response.get(2).toString().split(" ", 2));
        }
    }

    /** @param message kind and member */
    private void rung(String[] message) {
        Ring.Kind kind =
                switch (message[0]) {
                    case "ended" -> Ring.Kind.ENDED;
                    case "cancel" -> Ring.Kind.CANCEL;
                    default -> Ring.Kind.READY;
                };
        listeners.forEach(listener -> listener.accept(kind, message[1]));
    }
}
