package dev.goldfish.faults;

import static org.awaitility.Awaitility.await;

import dev.goldfish.client.GoldfishClient;
import dev.goldfish.client.RefusedException;
import dev.goldfish.client.UnreachableException;
import dev.goldfish.protocol.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Three replicas, a proxy, and a Redis that appends to a file. Made once for many experiments, and repaired before each. */
final class Cluster implements AutoCloseable {
    static final int SIZE = 3;

    /** Many slots, so that a few seconds are enough for many jobs; a short drain, so that some are handed back. */
    private static final Map<String, String> SETTINGS = Map.of(
            "GOLDFISH_JOBS_SLOTS", "48",
            "QUARKUS_SHUTDOWN_DELAY", "1s",
            "GOLDFISH_JOBS_DRAIN", "1s",
            "GOLDFISH_JOBS_LIVE_JOBS", "20000");

    /** What a caller sends again; a Redis that has lost its memory lets nothing in that was signed before. */
    private static final Set<ErrorCode> AGAIN =
            Set.of(ErrorCode.UNAVAILABLE, ErrorCode.SERVER_BUSY, ErrorCode.STALE_TIMESTAMP);

    /** Longer than the storm, in which all replicas may be down for long on few processors. */
    private static final Duration FOR_A_START = Duration.ofSeconds(150);

    private final Path dir;
    private final RedisProcess redis;
    private final TcpProxy proxy;
    private final List<Replica> replicas = new ArrayList<>();
    private final List<Replica> started = new CopyOnWriteArrayList<>();
    private final List<AutoCloseable> guests = new CopyOnWriteArrayList<>();
    private final AtomicInteger names = new AtomicInteger();

    Cluster() {
        try {
            dir = Files.createTempDirectory("goldfish-faults");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        redis = RedisProcess.start("redis", dir);
        proxy = new TcpProxy(redis.port());
    }

    /** All parts are there, work, and are idle; Redis is empty. */
    void repair() {
        closeGuests();
        proxy.heal();
        if (!redis.alive()) {
            redis.restart();
        }
        redis.process().thaw();
        redis.command("CONFIG", "SET", "maxmemory", "0");
        for (Replica replica : replicas) {
            if (replica.process().alive()) {
                replica.process().thaw();
            }
        }
        replicas.removeIf(replica -> !replica.process().alive());
        List<Replica> fresh = Stream.generate(this::startReplica)
                .limit(Math.max(0, SIZE - replicas.size()))
                .toList();
        replicas.addAll(fresh);
        replicas.forEach(Replica::awaitReady);
        redis.empty();
    }

    /** Starts one more replica of the usual settings, without waiting for it. */
    Replica startReplica() {
        Replica replica = Replica.start("replica-" + names.incrementAndGet(), dir, proxy.uri(), SETTINGS);
        started.add(replica);
        return replica;
    }

    /** Starts one with {@link FaultTools} for this experiment only, without waiting for it. */
    Replica startWithTools(String name, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(SETTINGS);
        all.putAll(settings);
        return guest(Replica.start(ToolPackage.server(), name + "-" + names.incrementAndGet(), dir, proxy.uri(), all));
    }

    /** Starts a replacement of the i-th replica, and takes that out of the list; the old one goes on running. */
    Replica replace(int i) {
        Replica old = replicas.get(i);
        replicas.set(i, startReplica().awaitReady());
        return old;
    }

    /** Closes something at the end of the experiment, whatever its outcome. */
    <T extends AutoCloseable> T guest(T guest) {
        guests.add(guest);
        if (guest instanceof Replica replica) {
            started.add(replica);
        }
        return guest;
    }

    Experiment experiment(int number, String name) {
        return guest(new Experiment(number, name, () -> Audit.of(redis), redis::port, () -> started));
    }

    /** One on another Redis than the cluster's own. */
    Experiment experiment(int number, String name, Supplier<RedisProcess> other) {
        return guest(new Experiment(
                number, name, () -> Audit.of(other.get()), () -> other.get().port(), () -> started));
    }

    /** One on a Redis Cluster. */
    Experiment experiment(int number, String name, RedisCluster other) {
        return guest(
                new Experiment(number, name, other::audit, () -> other.node(0).port(), () -> started));
    }

    RedisProcess redis() {
        return redis;
    }

    TcpProxy proxy() {
        return proxy;
    }

    Path dir() {
        return dir;
    }

    /** A new directory, for servers that must not find what others have left. */
    Path newDir(String name) {
        try {
            return Files.createTempDirectory(dir, name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Replica replica(int i) {
        return replicas.get(i % replicas.size());
    }

    List<Replica> replicas() {
        return replicas;
    }

    /** The client of a number, at the replica of a number. */
    GoldfishClient client(int client, int replica) {
        return replica(replica).client(clientId(client));
    }

    static String clientId(int number) {
        return Replica.CLIENTS.get(number % Replica.CLIENTS.size());
    }

    /** Starts a job at one replica after the other until one accepts it: the same work each time. */
    String startSomewhere(int client, int firstReplica, String tool, Object args, String requestId) {
        return startSomewhere(attempt -> client(client, firstReplica + attempt), tool, args, requestId);
    }

    /** @param clients the client to use in each attempt */
    static String startSomewhere(IntFunction<GoldfishClient> clients, String tool, Object args, String requestId) {
        int[] attempts = {0};
        String[] job = {null};
        await("a replica accepts " + requestId)
                .atMost(FOR_A_START)
                .pollInterval(Duration.ofMillis(50))
                .pollInSameThread()
                .until(() -> {
                    job[0] = tryStart(clients.apply(attempts[0]++), tool, args, requestId);
                    return job[0] != null;
                });
        return String.valueOf(job[0]);
    }

    /** The job's id, or null where the replica cannot accept it now. */
    static @Nullable String tryStart(GoldfishClient client, String tool, Object args, String requestId) {
        try {
            return client.start(tool, args, requestId);
        } catch (UnreachableException e) {
            return null;
        } catch (RefusedException e) {
            if (AGAIN.contains(e.code())) {
                return null;
            }
            throw e;
        }
    }

    String lastLines() {
        return started.stream().map(replica -> replica.process().lastLines()).collect(Collectors.joining("\n")) + "\n"
                + redis.process().lastLines();
    }

    void closeGuests() {
        List<AutoCloseable> all = new ArrayList<>(guests);
        guests.clear();
        for (AutoCloseable guest : all) {
            try {
                guest.close();
            } catch (Exception e) {
                throw new AssertionError(guest + " cannot be closed", e);
            }
        }
    }

    @Override
    public void close() {
        closeGuests();
        started.forEach(Replica::close);
        proxy.close();
        redis.close();
        try (Stream<Path> files = Files.walk(dir)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
