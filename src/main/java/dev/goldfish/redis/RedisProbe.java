package dev.goldfish.redis;

import dev.goldfish.access.Spending;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Asks Redis at short intervals what a call asks it, over the connections of calls, and so knows whether calls are let in. */
public final class RedisProbe {
    private static final int FITNESS_TURNS = 4;
    private static final Logger LOG = Logger.getLogger(RedisProbe.class);
    private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(1);
    private static final Duration RETRY = Duration.ofMillis(150);
    private static final Duration SOON = Duration.ofMillis(20);
    private static final String BEGUN = "the memory of spent nonces has just begun: calls are let in soon";

    private final RedisLink link;
    private final RedisNonceStore nonces;
    private final Contact contact;
    private final List<EventLoop> eventLoops;
    private final ScheduledExecutorService timer;
    private final RedisFitness fitness;
    private final Duration downAfter;
    private final Duration interval;

    /** Partitions whose answers have not come yet, and over whose connection they are to come. */
    private final Map<String, EventLoop> underWay = new ConcurrentHashMap<>();
    /** What is wrong with a partition. */
    private final Map<String, String> problems = new ConcurrentSkipListMap<>();

    /** What the Redis of a partition lacks though it lets calls in. */
    private final Map<String, String> missing = new ConcurrentSkipListMap<>();

    private final Set<String> checking = ConcurrentHashMap.newKeySet();
    /** Partitions of which is known what they lack. */
    private final Set<String> checked = ConcurrentHashMap.newKeySet();

    private volatile int turn;
    private @Nullable ScheduledFuture<?> next;
    private volatile String latest = "Redis has not answered yet";

    private @Nullable String told;
    private volatile boolean reached;
    private volatile boolean everAdmitted;
    private volatile long admittedNanos;
    private volatile boolean closed;

    /**
     * @param channel that scripts must be allowed to publish to
     * @param eventLoops those that serve calls
     */
    public RedisProbe(
            RedisLink link,
            RedisNonceStore nonces,
            Contact contact,
            String channel,
            List<EventLoop> eventLoops,
            RedisConfig config,
            ScheduledExecutorService timer) {
        this.link = link;
        this.nonces = nonces;
        this.contact = contact;
        this.eventLoops = List.copyOf(eventLoops);
        this.timer = timer;
        this.fitness = new RedisFitness(link, channel);
        link.whenBroken(this::hurry);
        this.downAfter = config.downAfter();
        Duration quarter = downAfter.dividedBy(4);
        this.interval = quarter.compareTo(LONGEST_INTERVAL) < 0 ? quarter : LONGEST_INTERVAL;
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
        // Out of reach, not all are asked: what was said of them last may be old.
        return reached
                ? Stream.of(problems, missing)
                        .flatMap(wrong -> wrong.values().stream())
                        .findFirst()
                        .orElse(null)
                : latest;
    }

    private void askAll() {
        // Who is out of reach is asked by one connection at a time, each time by another.
        List<String> asked = reached ? Keys.PARTITIONS : List.of(Keys.PARTITIONS.get(turn % Keys.PARTITIONS.size()));
        // One that is late must not keep the others from being asked again.
        List<EventLoop> free = eventLoops.stream()
                .filter(eventLoop -> !underWay.containsValue(eventLoop))
                .toList();
        int first = turn++;
        for (int i = 0; i < asked.size() && !free.isEmpty(); i++) {
            EventLoop eventLoop = free.get(Math.floorMod(first + i, free.size()));
            if (underWay.putIfAbsent(asked.get(i), eventLoop) == null) {
                ask(asked.get(i), eventLoop);
            }
        }
        askIn(reached && (isUp() || !problems.containsValue(BEGUN)) ? interval : RETRY);
    }

    private void ask(String partition, EventLoop eventLoop) {
        CompletableFuture.supplyAsync(
                        () -> nonces.probe(partition, (name, request) -> link.sendFrom(eventLoop, "probe", request)),
                        eventLoop)
                .thenCompose(Function.identity())
                .whenComplete((spending, failure) -> {
                    underWay.remove(partition);
                    if (failure == null) {
                        answered(partition, spending);
                    } else {
                        failed(partition, RedisErrors.cause(failure));
                    }
                });
    }

    private void answered(String partition, Spending spending) {
        contact.answered(partition);
        if (spending instanceof Spending.Fresh) {
            problems.remove(partition);
            if (checked.contains(partition)) {
                admitted(partition);
            }
            if (isFitnessDue(partition)) {
                checkFitness(partition);
            }
        } else {
            problems.put(partition, BEGUN);
        }
        boolean before = reached;
        reached = true;
        if (!before) {
            askSoon();
        }
    }

    private void failed(String partition, Throwable failure) {
        if (RedisErrors.isOutOfMemory(failure.getCause())) {
            // Leases are renewed all the same.
            contact.answered(partition);
        } else {
            contact.failed(partition);
        }
        wrong(partition, RedisErrors.describe(failure));
        if (problems.values().stream().filter(problem -> !problem.equals(BEGUN)).count() == Keys.PARTITIONS.size()) {
            reached = false;
        }
        tell();
        if (RedisErrors.isOfAnOldVersion(failure.getCause())) {
            fitness.version().thenAccept(version -> {
                wrong(partition, "Redis cannot be used: it is of version " + version + ", not 7.0 or newer");
                tell();
            });
        }
    }

    private void wrong(String partition, String what) {
        problems.put(partition, what);
        latest = what;
    }

    /** A quarter of the partitions each second, and all of them while one lacks something: most rights never change. */
    private boolean isFitnessDue(String partition) {
        return !checked.contains(partition)
                || !missing.isEmpty()
                || (Keys.PARTITIONS.indexOf(partition) + turn) % FITNESS_TURNS == 0;
    }

    /** Each partition, since in a cluster each may be on a node of its own. */
    private void checkFitness(String partition) {
        if (checking.add(partition)) {
            fitness.missing(partition).whenComplete((what, failure) -> {
                checking.remove(partition);
                if (failure == null) {
                    if (what == null) {
                        missing.remove(partition);
                    } else {
                        missing.put(partition, "Redis cannot be used: " + what);
                    }
                    checked.add(partition);
                    admitted(partition);
                }
            });
        }
    }

    private synchronized void admitted(String partition) {
        if (!missing.containsKey(partition)) {
            if (!isUp()) {
                LOG.info("Redis lets calls in");
                fitness.warnOfEviction();
            }
            admittedNanos = System.nanoTime();
            everAdmitted = true;
        }
        tell();
    }

    /** Notes what is wrong in the log, when that changes. */
    private synchronized void tell() {
        String now = problem();
        if (now != null && !now.equals(told)) {
            LOG.warnf("calls are not let in: %s", now);
        }
        told = now;
    }

    private synchronized void askIn(Duration delay) {
        if (!closed) {
            next = timer.schedule(this::askAll, delay.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** A connection broke: should Redis have been restarted, its memory is to begin as soon as it is back. */
    private void hurry() {
        if (reached) {
            askSoon();
        }
    }

    private synchronized void askSoon() {
        if (next != null && next.cancel(false)) {
            askIn(SOON);
        }
    }
}
