package dev.goldfish.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One long-lived, pipelined connection, opened anew by the first command after it broke. */
final class Connection {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Redis redis;
    private final Consumer<RedisConnection> opened;
    private final Runnable broken;
    private @Nullable Future<RedisConnection> current;
    private long failedNanos;
    private boolean failed;

    /**
     * @param opened called with every new connection
     * @param broken called when one was lost or could not be opened
     */
    Connection(Redis redis, Consumer<RedisConnection> opened, Runnable broken) {
        this.redis = redis;
        this.opened = opened;
        this.broken = broken;
    }

    Future<Response> send(Request request) {
        Future<RedisConnection> connection = connection();
        if (connection.succeeded()) {
            return connection.result().send(request);
        }
        return connection.compose(open -> open.send(request));
    }

    synchronized Future<RedisConnection> connection() {
        if (current != null) {
            return current;
        }
        if (failed && System.nanoTime() - failedNanos < PAUSE_NANOS) {
            // Many callers must not make as many attempts.
            return Future.failedFuture("no connection");
        }
        Future<RedisConnection> opening = redis.connect();
        current = opening;
        opening.onComplete(result -> {
            if (result.succeeded()) {
                RedisConnection open = result.result();
                open.exceptionHandler(failure -> lost(opening));
                open.endHandler(end -> lost(opening));
                opened.accept(open);
            } else {
                lost(opening);
            }
        });
        return opening;
    }

    /** Gives up a connection that is open but of no use, such as one to a server that answers no more. */
    void abandon() {
        Future<RedisConnection> which;
        synchronized (this) {
            which = current;
        }
        if (which != null) {
            lost(which);
        }
    }

    private void lost(Future<RedisConnection> which) {
        synchronized (this) {
            if (current != which) {
                return;
            }
            current = null;
            failed = true;
            failedNanos = System.nanoTime();
        }
        if (which.succeeded()) {
            which.result().close();
        }
        broken.run();
    }

    synchronized void close() {
        if (current != null && current.succeeded()) {
            current.result().close();
        }
    }
}
