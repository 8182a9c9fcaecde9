package dev.goldfish.redis;

import dev.goldfish.access.Spending;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Asks Redis at short intervals what a call asks it, over the connections of calls, and so knows whether calls are let in. */
public final class RedisProbe {
    private static final Logger LOG = Logger.getLogger(RedisProbe.class);
    private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(1);
    private static final Duration RETRY = Duration.ofMillis(150);

    private final RedisLink link;
    private final RedisNonceStore nonces;
    private final Contact contact;
    private final List<EventLoop> eventLoops;
    private final ScheduledExecutorService timer;
    private final RedisFitness fitness;
    private final Duration downAfter;
    private final Duration interval;

    private int turn;
    private @Nullable ScheduledFuture<?> next;
    private volatile boolean reached;
    private volatile boolean everAdmitted;
    private volatile long admittedNanos;
    private volatile @Nullable String problem = "Redis has not been asked yet";
    private volatile boolean closed;

    /**
     * @param channel that scripts must be allowed to publish to
     * @param eventLoops those that serve calls
     * @param longestInterval how much time may be between two rounds at the most
     */
    public RedisProbe(
            RedisLink link,
            RedisNonceStore nonces,
            Contact contact,
            String channel,
            List<EventLoop> eventLoops,
            RedisConfig config,
            Duration longestInterval,
            ScheduledExecutorService timer) {
        this.link = link;
        this.nonces = nonces;
        this.contact = contact;
        this.eventLoops = List.copyOf(eventLoops);
        this.timer = timer;
        this.fitness = new RedisFitness(link, channel);
        link.whenBroken(this::hurry);
        this.downAfter = config.downAfter();
        this.interval = shortest(LONGEST_INTERVAL, longestInterval, downAfter.dividedBy(4));
    }

    private static Duration shortest(Duration... durations) {
        return List.of(durations).stream()
                .min(Duration::compareTo)
                .filter(shortest -> shortest.compareTo(RETRY) > 0)
                .orElse(RETRY);
    }

    /** Begins to ask, and goes on until closed. */
    public void begin() {
        askAll();
    }

    public void close() {
        closed = true;
    }

    /** Whether calls have been let in lately: one slow or lost answer changes nothing. */
    public boolean isUp() {
        return everAdmitted && System.nanoTime() - admittedNanos <= downAfter.toNanos();
    }

    /** Why calls are not let in, or not all of them; null where all are. */
    public @Nullable String problem() {
        return problem;
    }

    /** What a partition said. */
    private record Finding(
            boolean reached, boolean admitted, @Nullable Throwable failure) {}

    private void askAll() {
        // Who is out of reach is asked by one connection at a time, each time by another.
        List<String> asked = reached ? Keys.PARTITIONS : List.of(Keys.PARTITIONS.get(turn % Keys.PARTITIONS.size()));
        int first = turn++;
        List<CompletableFuture<Finding>> findings = IntStream.range(0, asked.size())
                .mapToObj(i -> ask(asked.get(i), eventLoops.get(Math.floorMod(first + i, eventLoops.size()))))
                .toList();
        CompletableFuture.allOf(findings.toArray(CompletableFuture[]::new))
                .thenCompose(all ->
                        conclude(findings.stream().map(CompletableFuture::join).toList()))
                .exceptionally(failure -> {
                    told(RedisErrors.describe(RedisErrors.cause(failure)));
                    return RETRY;
                })
                .thenAccept(this::askIn);
    }

    private CompletableFuture<Finding> ask(String partition, EventLoop eventLoop) {
        return CompletableFuture.supplyAsync(
                        () -> nonces.probe(partition, (name, request) -> link.sendFrom(eventLoop, "probe", request)),
                        eventLoop)
                .thenCompose(Function.identity())
                .handle((spending, failure) -> found(partition, spending, failure));
    }

    private Finding found(String partition, @Nullable Spending spending, @Nullable Throwable failure) {
        if (failure == null) {
            contact.answered(partition);
            return new Finding(true, spending instanceof Spending.Fresh, null);
        }
        Throwable why = RedisErrors.cause(failure);
        if (RedisErrors.isOutOfMemory(why.getCause())) {
            // Leases are renewed all the same.
            contact.answered(partition);
        } else {
            contact.failed(partition);
        }
        return new Finding(false, false, why);
    }

    /** Returns after how long to ask again. */
    private CompletionStage<Duration> conclude(List<Finding> findings) {
        boolean before = reached;
        reached = findings.stream().anyMatch(Finding::reached);
        Throwable failure = findings.stream()
                .map(Finding::failure)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        if (reached && !before) {
            return CompletableFuture.completedStage(Duration.ZERO);
        } else if (findings.stream().anyMatch(Finding::admitted)) {
            return fitness.missing().thenApply(missing -> admitted(missing, failure));
        } else if (failure == null) {
            problem = "the memory of spent nonces has just begun: calls are let in soon";
            return CompletableFuture.completedStage(RETRY);
        }
        return describe(failure).thenApply(described -> {
            told(described);
            return RETRY;
        });
    }

    private Duration admitted(@Nullable String missing, @Nullable Throwable failure) {
        if (missing != null) {
            told("Redis cannot be used: " + missing);
            return interval;
        }
        if (!isUp()) {
            LOG.info("Redis lets calls in");
            fitness.warnOfEviction();
        }
        admittedNanos = System.nanoTime();
        everAdmitted = true;
        told(failure == null ? null : failure.getMessage());
        return interval;
    }

    private CompletionStage<String> describe(Throwable failure) {
        String said = RedisErrors.describe(failure);
        return RedisErrors.isOfAnOldVersion(failure.getCause())
                ? fitness.version()
                        .thenApply(
                                version -> "Redis cannot be used: it is of version " + version + ", not 7.0 or newer")
                : CompletableFuture.completedStage(said);
    }

    private void told(@Nullable String what) {
        if (what != null && !what.equals(problem)) {
            LOG.warnf("calls are not let in: %s", what);
        }
        problem = what;
    }

    private synchronized void askIn(Duration delay) {
        if (!closed) {
            next = timer.schedule(this::askAll, delay.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** A connection broke: should Redis have been restarted, its memory is to begin as soon as it is back. */
    private synchronized void hurry() {
        if (reached && next != null && next.cancel(false)) {
            askIn(Duration.ZERO);
        }
    }
}
