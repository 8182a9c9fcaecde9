package dev.goldfish.redis;

import dev.goldfish.eventloop.EventLoops;
import dev.goldfish.protocol.UnavailableException;
import io.netty.channel.EventLoop;
import io.netty.util.HashedWheelTimer;
import io.netty.util.Timeout;
import io.netty.util.TimerTask;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.impl.ContextInternal;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * This replica's way to Redis: pipelined connections, one for each event loop and a few for all other threads, and a time
 * limit on every command.
 */
public final class RedisLink {
    /** How exactly time limits are kept. */
    private static final long TICK_MS = 100;

    private final List<Connection> connections;
    /** One for each event loop that sent something: what it sends and what it hears then changes no thread. */
    private final Map<EventLoop, Connection> ofEventLoops = new ConcurrentHashMap<>();

    private final RedisClients clients;
    /** Of their own, since one that waits for Redis' replicas answers nothing else meanwhile. */
    private final List<Connection> confirming;

    /** Cheap where there are many time limits, and nearly all are called off. */
    private final HashedWheelTimer limits =
            new HashedWheelTimer(new DefaultThreadFactory("redis-time-limits", true), TICK_MS, TimeUnit.MILLISECONDS);

    private final AtomicInteger turn = new AtomicInteger();
    private final List<Runnable> whenOpened = new CopyOnWriteArrayList<>();
    private final List<Runnable> whenBroken = new CopyOnWriteArrayList<>();
    private final Duration timeout;
    private final RedisObserver observer;

    /** @param clients makes clients, and those whose connections live on an event loop */
    public RedisLink(RedisClients clients, RedisConfig config, RedisObserver observer) {
        this.clients = clients;
        this.timeout = config.timeout();
        this.observer = observer;
        this.connections = connections(config.connections());
        this.confirming = connections(config.connections());
    }

    private List<Connection> connections(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> connection(clients::anywhere))
                .toList();
    }

    private Connection connection(Supplier<Redis> client) {
        return new Connection(
                client, open -> whenOpened.forEach(Runnable::run), () -> whenBroken.forEach(Runnable::run));
    }

    private Connection nearest() {
        ContextInternal caller = EventLoops.current();
        return caller == null ? next(connections) : of(caller.nettyEventLoop());
    }

    private Connection of(EventLoop eventLoop) {
        return ofEventLoops.computeIfAbsent(eventLoop, loop -> connection(() -> clients.on(loop)));
    }

    private Connection next(List<Connection> among) {
        return among.get(Math.floorMod(turn.getAndIncrement(), among.size()));
    }

    /** Has something done whenever a connection was opened. */
    void whenOpened(Runnable task) {
        whenOpened.add(task);
    }

    /** Has something done whenever a connection was lost or could not be opened. */
    void whenBroken(Runnable task) {
        whenBroken.add(task);
    }

    /**
     * Sends a command.
     *
     * @param name what it is counted as: a script's name, or that of the command
     * @return its answer, null for Redis' nil; fails with {@link UnavailableException} where Redis does not answer in time
     *     or cannot do it now, and with what Redis says where a script refuses it for good or is not known
     */
    CompletionStage<@Nullable Response> send(String name, Request request) {
        return exchange(name, nearest(), connection -> connection.send(request));
    }

    /** The same over the connection that serves the calls of an event loop; to be called on that loop. */
    CompletionStage<@Nullable Response> sendFrom(EventLoop eventLoop, String name, Request request) {
        return exchange(name, of(eventLoop), connection -> connection.send(request));
    }

    /**
     * Sends a command that writes, and asks in the same round trip how many of Redis' replicas have the write; for up to
     * half of the time limit Redis waits for them.
     *
     * @return its answer; fails as {@link #send} does
     */
    CompletionStage<Confirmed> sendConfirmed(String name, Request request, int replicas) {
        Request wait = Request.cmd(Command.WAIT).arg(replicas).arg(timeout.toMillis() / 2);
        return exchange(name, next(confirming), connection -> connection.send(List.of(request, wait)))
                .thenApply(
                        answers -> new Confirmed(answers.get(0), answers.get(1).toInteger() >= replicas));
    }

    /** An answer, and whether as many of Redis' replicas as were asked for have what was written. */
    record Confirmed(Response answer, boolean byReplicas) {}

    private <T> CompletionStage<T> exchange(
            String name, Connection connection, Function<Connection, Future<T>> command) {
        RoundTrip<T> trip = new RoundTrip<>(name, connection);
        command.apply(connection).onComplete(trip);
        return trip;
    }

    /** A command under way; whatever happens first is its end. */
    private final class RoundTrip<T> extends CompletableFuture<T> implements Handler<AsyncResult<T>>, TimerTask {
        private final long sent = System.nanoTime();
        private final String name;
        private final Connection connection;
        private final Timeout limit;

        RoundTrip(String name, Connection connection) {
            this.name = name;
            this.connection = connection;
            this.limit = limits.newTimeout(this, timeout.toNanos(), TimeUnit.NANOSECONDS);
        }

        @Override
        public void handle(AsyncResult<T> done) {
            if (!limit.cancel()) {
                return;
            }
            observer.ended(name, System.nanoTime() - sent);
            if (done.succeeded()) {
                complete(done.result());
            } else {
                Throwable failure = done.cause();
                boolean asItIs = RedisErrors.isRefusal(failure) || RedisErrors.isUnknownScript(failure);
                completeExceptionally(asItIs ? failure : unavailable(connection, failure));
            }
        }

        /** The answer is late. */
        @Override
        public void run(Timeout over) {
            observer.ended(name, System.nanoTime() - sent);
            UnavailableException late =
                    new UnavailableException("Redis did not answer within " + timeout.toMillis() + " ms", null);
            connection.abandonIfSilentSince(sent, late);
            completeExceptionally(late);
        }
    }

    public void close() {
        connections.forEach(Connection::close);
        confirming.forEach(Connection::close);
        ofEventLoops.values().forEach(Connection::close);
        limits.stop();
    }

    private static UnavailableException unavailable(Connection connection, Throwable failure) {
        if (RedisErrors.isOfThisConnection(failure)) {
            connection.abandon(failure);
        }
        if (failure instanceof UnavailableException already) {
            return already;
        }
        return new UnavailableException("Redis cannot be used: " + RedisErrors.describe(failure), failure);
    }
}
