package dev.goldfish.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
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
    private volatile long answeredNanos = System.nanoTime();

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
        return exchange(open -> open.send(request));
    }

    /** Sends commands in one round trip. */
    Future<List<Response>> send(List<Request> requests) {
        return exchange(open -> open.batch(requests));
    }

    private <T> Future<T> exchange(Function<RedisConnection, Future<T>> command) {
        Future<RedisConnection> connection = connection();
        Future<T> answer =
                connection.succeeded() ? command.apply(connection.result()) : connection.compose(command::apply);
        return answer.onComplete(result -> {
            if (result.succeeded() || RedisErrors.isAnswer(result.cause())) {
                answeredNanos = System.nanoTime();
            } else {
                // One of a cluster's sockets may have ended without a word to its end handler.
                lost(connection);
            }
        });
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
            if (result.failed()) {
                lost(opening);
            } else if (isCurrent(opening)) {
                answeredNanos = System.nanoTime();
                RedisConnection open = result.result();
                open.exceptionHandler(failure -> lost(opening));
                open.endHandler(end -> lost(opening));
                opened.accept(open);
            } else {
                // Given up while it was being opened.
                discard(result.result());
            }
        });
        return opening;
    }

    private synchronized boolean isCurrent(Future<RedisConnection> which) {
        return current == which;
    }

    /** Gives up a connection that has answered nothing since a moment: it may be open and yet lead nowhere. */
    void abandonIfSilentSince(long nanos) {
        if (answeredNanos - nanos < 0) {
            abandon();
        }
    }

    /** Gives up a connection that is open but of no use, such as one to a primary that is none any more. */
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
            discard(which.result());
        }
        broken.run();
    }

    private static void discard(RedisConnection connection) {
        // Closed, it goes back to the pool, which would hand it out again: unless it was used to listen.
        connection.handler(answer -> {});
        connection.send(Request.cmd(Command.UNSUBSCRIBE)).onComplete(sent -> connection.close());
    }

    /** Closes its client too, which must be nobody else's. */
    void closeWithClient() {
        close();
        redis.close();
    }

    synchronized void close() {
        if (current != null && current.succeeded()) {
            current.result().close();
        }
    }
}
