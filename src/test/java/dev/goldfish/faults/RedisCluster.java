package dev.goldfish.faults;

import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A Redis Cluster of three nodes without secondaries. */
final class RedisCluster implements AutoCloseable {
    private static final int SIZE = 3;
    private static final int SLOTS = 16_384;
    private static final Duration SOON = Duration.ofSeconds(30);

    private final List<RedisProcess> nodes = new ArrayList<>();

    /** Starts one, and waits until all nodes agree. */
    RedisCluster(Path dir) {
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
    static String tag(String clientId) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(clientId.getBytes(StandardCharsets.UTF_8));
            return Audit.PARTITIONS.get(hash[0] & 15);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** For {@code quarkus.redis.hosts}. */
    String uris() {
        return nodes.stream().map(RedisProcess::uri).collect(Collectors.joining(","));
    }

    RedisProcess node(int i) {
        return nodes.get(i);
    }

    /** The node that serves a hash tag, as the first one sees it. */
    RedisProcess nodeOf(String tag) {
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

    Audit audit() {
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

    /** Moves a slot and its keys from one node to another while nobody uses them. */
    void move(String tag, RedisProcess to) {
        RedisProcess from = nodeOf(tag);
        String slot = String.valueOf(from.command("CLUSTER", "KEYSLOT", tag));
        String fromId = String.valueOf(from.command("CLUSTER", "MYID"));
        String toId = String.valueOf(to.command("CLUSTER", "MYID"));
        to.command("CLUSTER", "SETSLOT", slot, "IMPORTING", fromId);
        from.command("CLUSTER", "SETSLOT", slot, "MIGRATING", toId);
        List<String> migrate =
                new ArrayList<>(List.of("MIGRATE", "127.0.0.1", Integer.toString(to.port()), "", "0", "5000", "KEYS"));
        List<?> keys = (List<?>) Objects.requireNonNull(from.command("CLUSTER", "GETKEYSINSLOT", slot, "10000"));
        keys.forEach(key -> migrate.add((String) key));
        if (!keys.isEmpty()) {
            from.command(migrate.toArray(String[]::new));
        }
        IntStream.range(0, SIZE).forEach(i -> node(i).command("CLUSTER", "SETSLOT", slot, "NODE", toId));
    }

    @Override
    public void close() {
        nodes.forEach(RedisProcess::close);
    }
}
