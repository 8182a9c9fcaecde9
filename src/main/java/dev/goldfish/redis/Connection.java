package dev.goldfish.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One long-lived, pipelined connection, opened anew by the first command after it broke. */
final class Connection {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Supplier<Redis> clients;
    private final Consumer<RedisConnection> opened;
    private final Runnable broken;
    private @Nullable Redis client;
    private @Nullable Future<RedisConnection> current;
    private long failedNanos;
    /** Why it was lost or could not be opened. */
    private @Nullable Throwable failure;

    private volatile long answeredNanos = System.nanoTime();

    /**
     * @param clients makes a client of its own, which this closes
     * @param opened called with every new connection
     * @param broken called when one was lost or could not be opened
     */
    Connection(Supplier<Redis> clients, Consumer<RedisConnection> opened, Runnable broken) {
        this.clients = clients;
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
                lost(connection, result.cause());
            }
        });
    }

    synchronized Future<RedisConnection> connection() {
        if (current != null) {
            return current;
        }
        if (failure != null && System.nanoTime() - failedNanos < PAUSE_NANOS) {
            // Many callers must not make as many attempts.
            return Future.failedFuture(failure);
        }
        if (client == null) {
            client = clients.get();
        }
        Future<RedisConnection> opening = client.connect();
        current = opening;
        opening.onComplete(result -> {
            if (result.failed()) {
                lost(opening, result.cause());
            } else if (isCurrent(opening)) {
                answeredNanos = System.nanoTime();
                RedisConnection open = result.result();
                open.exceptionHandler(broken -> lost(opening, broken));
                open.endHandler(end -> lost(opening, new IOException("the connection has ended")));
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
    void abandonIfSilentSince(long nanos, Throwable why) {
        if (answeredNanos - nanos < 0) {
            abandon(why);
        }
    }

    /** Gives up a connection that is open but of no use, such as one to a primary that is none any more. */
    void abandon(Throwable why) {
        Future<RedisConnection> which;
        synchronized (this) {
            which = current;
        }
        if (which != null) {
            lost(which, why);
        }
    }

    private void lost(Future<RedisConnection> which, Throwable why) {
        synchronized (this) {
            if (current != which) {
                return;
            }
            current = null;
            failure = why;
            failedNanos = System.nanoTime();
        }
        if (which.succeeded()) {
            discard(which.result());
        } else if (!which.isComplete()) {
            // It never hears of some refusals, such as too many clients, and each would keep a place in its pool.
            closeClient();
        }
        broken.run();
    }

    private static void discard(RedisConnection connection) {
        // Closed, it goes back to the pool, which would hand it out again: unless it was used to listen.
        connection.handler(answer -> {});
        connection.send(Request.cmd(Command.UNSUBSCRIBE)).onComplete(sent -> connection.close());
    }

    void close() {
        @Nullable Future<RedisConnection> which;
        synchronized (this) {
            which = current;
        }
        if (which != null && which.succeeded()) {
            which.result().close();
        }
        closeClient();
    }

    /** Outside of the lock: what is closed has locks of its own, and holds them while it tells of its end. */
    private void closeClient() {
        @Nullable Redis closing;
        synchronized (this) {
            closing = client;
            client = null;
        }
        if (closing != null) {
            closing.close();
        }
    }
}
