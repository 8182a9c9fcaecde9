package dev.goldfish.redis;

import dev.goldfish.protocol.UnavailableException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** This replica's way to Redis: a few pipelined connections, and a time limit on every command. */
public final class RedisLink {
    private final List<Connection> connections;
    /** Of their own, since one that waits for Redis' replicas answers nothing else meanwhile. */
    private final List<Connection> confirming;

    private final AtomicInteger turn = new AtomicInteger();
    private final List<Runnable> whenOpened = new CopyOnWriteArrayList<>();
    private final Duration timeout;
    /** When the first answer after the last silence came. */
    private volatile long contactSince;

    private volatile boolean inContact;

    public RedisLink(Redis redis, RedisConfig config) {
        this.timeout = config.timeout();
        this.connections = connections(redis, config.connections());
        this.confirming = connections(redis, config.connections());
    }

    private List<Connection> connections(Redis redis, int count) {
        return IntStream.range(0, count)
                .mapToObj(
                        i -> new Connection(redis, open -> whenOpened.forEach(Runnable::run), () -> inContact = false))
                .toList();
    }

    /** Has something done whenever a connection was opened. */
    void whenOpened(Runnable task) {
        whenOpened.add(task);
    }

    /**
     * Sends a command.
     *
     * @return its answer, null for Redis' nil; fails with {@link UnavailableException} where Redis does not answer in time
     *     or cannot do it now, and with what Redis says where it refuses the command itself
     */
    Uni<@Nullable Response> send(Request request) {
        return exchange(connections, connection -> connection.send(request));
    }

    /**
     * Sends a command that writes, and asks in the same round trip how many of Redis' replicas have the write; for up to
     * half of the time limit Redis waits for them.
     *
     * @return its answer; fails as {@link #send} does
     */
    Uni<Confirmed> sendConfirmed(Request request, int replicas) {
        Request wait = Request.cmd(Command.WAIT).arg(replicas).arg(timeout.toMillis() / 2);
        return exchange(confirming, connection -> connection.send(List.of(request, wait)))
                .map(answers -> new Confirmed(answers.get(0), answers.get(1).toInteger() >= replicas));
    }

    /** An answer, and whether as many of Redis' replicas as were asked for have what was written. */
    record Confirmed(Response answer, boolean byReplicas) {}

    private <T> Uni<T> exchange(List<Connection> among, Function<Connection, Future<T>> command) {
        Connection connection = among.get(Math.floorMod(turn.getAndIncrement(), among.size()));
        return Uni.createFrom().deferred(() -> {
            long sent = System.nanoTime();
            return Uni.createFrom()
                    .completionStage(() -> command.apply(connection).toCompletionStage())
                    .ifNoItem()
                    .after(timeout)
                    .failWith(() -> late(connection, sent))
                    .invoke(this::answered)
                    .onFailure(failure -> !RedisErrors.isRefusal(failure))
                    .transform(failure -> unavailable(connection, failure));
        });
    }

    private UnavailableException late(Connection connection, long sent) {
        connection.abandonIfSilentSince(sent);
        return new UnavailableException("Redis did not answer within " + timeout.toMillis() + " ms", null);
    }

    /** For how long every lease could have been renewed; zero while none can. */
    Duration contact() {
        return inContact ? Duration.ofNanos(System.nanoTime() - contactSince) : Duration.ZERO;
    }

    public void close() {
        connections.forEach(Connection::close);
        confirming.forEach(Connection::close);
    }

    private UnavailableException unavailable(Connection connection, Throwable failure) {
        if (RedisErrors.isOutOfMemory(failure)) {
            answered();
        } else {
            inContact = false;
        }
        if (RedisErrors.isOfThisServer(failure)) {
            connection.abandon();
        }
        return failure instanceof UnavailableException already
                ? already
                : new UnavailableException("Redis cannot be used: " + failure.getMessage(), failure);
    }

    private void answered() {
        if (!inContact) {
            contactSince = System.nanoTime();
            inContact = true;
        }
    }
}
