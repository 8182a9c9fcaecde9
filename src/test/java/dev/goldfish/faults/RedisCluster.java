package dev.goldfish.faults;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** A Redis Cluster of three nodes without secondaries. */
public final class RedisCluster implements AutoCloseable {
    private static final int SIZE = 3;
    private static final int SLOTS = 16_384;
    private static final Duration SOON = Duration.ofSeconds(30);

    private final List<RedisProcess> nodes = new ArrayList<>();
    private boolean moving;

    /** Starts one, and waits until all nodes agree. */
    public RedisCluster(Path dir) {
        List<String> buses = new ArrayList<>();
        for (int i = 0; i < SIZE; i++) {
            String bus = Integer.toString(LocalProcess.freePort());
            buses.add(bus);
            nodes.add(RedisProcess.start(
                    "node-" + i,
                    dir,
                    "--cluster-enabled",
                    "yes",
                    "--cluster-config-file",
                    "node-" + i + ".conf",
                    "--cluster-port",
                    bus));
            nodes.get(i).command("CLUSTER", "SET-CONFIG-EPOCH", Integer.toString(i + 1));
            nodes.get(i)
                    .command(
                            "CLUSTER",
                            "ADDSLOTSRANGE",
                            Integer.toString(SLOTS * i / SIZE),
                            Integer.toString(SLOTS * (i + 1) / SIZE - 1));
            nodes.get(i)
                    .command(
                            "CLUSTER",
                            "MEET",
                            "127.0.0.1",
                            Integer.toString(nodes.get(0).port()),
                            buses.get(0));
        }
        awaitOk();
    }

    /** Waits until every node knows all others and all slots are served. */
    void awaitOk() {
        await("the Redis Cluster is complete")
                .atMost(SOON)
                .until(() -> nodes.stream().allMatch(node -> {
                    String info = String.valueOf(node.command("CLUSTER", "INFO"));
                    return info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:" + SIZE);
                }));
    }

    /** The hash tag of a client, of those that the server gives out. */
    public static String tag(String clientId) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(clientId.getBytes(StandardCharsets.UTF_8));
            return Audit.PARTITIONS.get(hash[0] & 15);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** For {@code quarkus.redis.hosts}. */
    public String uris() {
        return nodes.stream().map(RedisProcess::uri).collect(Collectors.joining(","));
    }

    public RedisProcess node(int i) {
        return nodes.get(i);
    }

    /** The node that serves a hash tag, as the first one sees it. */
    public RedisProcess nodeOf(String tag) {
        long slot = (Long) Objects.requireNonNull(node(0).command("CLUSTER", "KEYSLOT", tag));
        List<?> ranges = (List<?>) Objects.requireNonNull(node(0).command("CLUSTER", "SLOTS"));
        return ranges.stream()
                .map(range -> (List<?>) range)
                .filter(range -> (Long) range.get(0) <= slot && slot <= (Long) range.get(1))
                .map(range -> ((List<?>) range.get(2)).get(1))
                .flatMap(port ->
                        nodes.stream().filter(node -> Long.valueOf(node.port()).equals(port)))
                .findFirst()
                .orElseThrow();
    }

    /** While a slot moves nobody can look at all of its keys at one moment. */
    synchronized Audit audit() {
        if (moving) {
            throw new UncheckedIOException(new IOException("a slot is on its way"));
        }
        return nodes.stream()
                .map(node -> Audit.of(node, partitionsOf(node)))
                .reduce(Audit::and)
                .orElseThrow();
    }

    void empty() {
        nodes.forEach(node -> node.empty(partitionsOf(node)));
    }

    private List<String> partitionsOf(RedisProcess node) {
        return Audit.PARTITIONS.stream().filter(tag -> nodeOf(tag) == node).toList();
    }

    /** Begins to move a slot to another node: from now on each of its keys is on one of the two. */
    public synchronized Move move(String tag, RedisProcess to) {
        moving = true;
        return new Move(tag, nodeOf(tag), to);
    }

    /** A slot on its way. */
    public final class Move {
        private final RedisProcess from;
        private final RedisProcess to;
        private final String slot;
        private final String toId;

        private Move(String tag, RedisProcess from, RedisProcess to) {
            this.from = from;
            this.to = to;
            this.slot = String.valueOf(from.command("CLUSTER", "KEYSLOT", tag));
            this.toId = String.valueOf(to.command("CLUSTER", "MYID"));
            to.command("CLUSTER", "SETSLOT", slot, "IMPORTING", String.valueOf(from.command("CLUSTER", "MYID")));
            from.command("CLUSTER", "SETSLOT", slot, "MIGRATING", toId);
        }

        /** Moves some keys; false where none is left. */
        public boolean carry(int count) {
            List<?> keys = (List<?>)
                    Objects.requireNonNull(from.command("CLUSTER", "GETKEYSINSLOT", slot, Integer.toString(count)));
            keys.forEach(key -> carry((String) key));
            return !keys.isEmpty();
        }

        public void carry(String key) {
            from.command("MIGRATE", "127.0.0.1", Integer.toString(to.port()), key, "0", "5000");
        }

        /** Moves what is left, and has all nodes know. The new owner first, as Redis' manual says. */
        public void end() {
            while (carry(100)) {
                // More may have come meanwhile.
            }
            to.command("CLUSTER", "SETSLOT", slot, "NODE", toId);
            nodes.stream()
                    .filter(node -> node != to)
                    .forEach(node -> node.command("CLUSTER", "SETSLOT", slot, "NODE", toId));
            synchronized (RedisCluster.this) {
                moving = false;
            }
        }
    }

    @Override
    public void close() {
        nodes.forEach(RedisProcess::close);
    }
}
