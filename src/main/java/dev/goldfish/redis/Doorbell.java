package dev.goldfish.redis;

import dev.goldfish.job.JobStore.Ring;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;

/** Hears the rings that scripts publish, on a connection of its own that is opened again whenever it breaks. */
public final class Doorbell {
    private static final Logger LOG = Logger.getLogger(Doorbell.class);
    private static final long MIN_PAUSE_MS = 200;
    private static final long MAX_PAUSE_MS = 1_000;

    private final Connection connection;
    private final ScheduledExecutorService timer;
    private final List<BiConsumer<Ring.Kind, String>> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    public Doorbell(Redis redis, ScheduledExecutorService timer) {
        this.timer = timer;
        this.connection = new Connection(redis, this::subscribe, this::listenLater);
    }

    /** Begins to listen, and goes on until closed. */
    public void listen() {
        // A pause between attempts is due to the connection; whether it is open yet shows in subscribe.
        connection.connection();
    }

    public void close() {
        closed = true;
        connection.close();
    }

    /** Calls a listener with the kind of each ring and the member of the job that it is about. */
    void onRing(BiConsumer<Ring.Kind, String> listener) {
        listeners.add(listener);
    }

    private void subscribe(RedisConnection open) {
        open.handler(this::heard);
        open.send(Request.cmd(Command.SUBSCRIBE).arg(Keys.DOORBELL)).onFailure(failure -> {
            LOG.warnf("doorbell not subscribed: %s", failure.getMessage());
            open.close();
            listenLater();
        });
    }

    private void listenLater() {
        if (!closed) {
            long pause = ThreadLocalRandom.current().nextLong(MIN_PAUSE_MS, MAX_PAUSE_MS);
            var unused = timer.schedule(this::listen, pause, TimeUnit.MILLISECONDS);
        }
    }

    /** A message is {@code ["message", channel, "<kind> <member>"]}. */
    private void heard(Response response) {
        if (response.size() != 3 || !response.get(0).toString().equals("message")) {
            return;
        }
        String[] message = response.get(2).toString().split(" ", 2);
        Ring.Kind kind =
                switch (message[0]) {
                    case "ended" -> Ring.Kind.ENDED;
                    case "cancel" -> Ring.Kind.CANCEL;
                    default -> Ring.Kind.READY;
                };
        listeners.forEach(listener -> listener.accept(kind, message[1]));
    }
}
