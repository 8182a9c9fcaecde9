package dev.goldfish.faults;

import static org.awaitility.Awaitility.await;

import dev.goldfish.client.GoldfishClient;
import dev.goldfish.client.GoldfishClientBuilder;
import dev.goldfish.client.RetryPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One replica of the packaged server with its production profile, as a process of its own on the loopback interface. */
final class Replica implements AutoCloseable {
    static final String SERVER_ID = "faults";
    /** Some clients, so that several partitions of Redis have work. */
    static final List<String> CLIENTS =
            IntStream.range(0, 6).mapToObj(i -> "client-" + i).toList();

    static final Duration LEASE = Duration.ofSeconds(3);

    private static final String SERVER_SECRET = "the server's secret of the fault experiments";
    private static final Duration START = Duration.ofSeconds(90);

    private final String name;
    private final int port;
    private final LocalProcess process;
    private final Map<String, GoldfishClient> clients = new ConcurrentHashMap<>();

    private Replica(String name, int port, LocalProcess process) {
        this.name = name;
        this.port = port;
        this.process = process;
    }

    /**
     * Starts a replica and does not wait for it.
     *
     * @param dir for its log and its list of clients
     * @param settings environment variables beside or instead of the usual ones
     */
    static Replica start(String name, Path dir, String redis, Map<String, String> settings) {
        return start(ServerPackage.built(), name, dir, redis, settings);
    }

    /** The same of another package of the server. */
    static Replica start(ServerPackage server, String name, Path dir, String redis, Map<String, String> settings) {
        return start(LocalProcess::start, server, name, dir, redis, settings);
    }

    /** A replica whose standard output is a pipe that nobody reads. */
    static Replica startUnread(String name, Path dir, String redis, Map<String, String> settings) {
        return start(LocalProcess::startUnread, ServerPackage.built(), name, dir, redis, settings);
    }

    private static Replica start(
            Launch launch, ServerPackage server, String name, Path dir, String redis, Map<String, String> settings) {
        int port = LocalProcess.freePort();
        Map<String, String> environment = environment(dir, redis);
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        environment.putAll(settings);
        return new Replica(name, port, launch.of(server.command(), environment, dir, name));
    }

    private interface Launch {
        LocalProcess of(List<String> command, Map<String, String> environment, Path dir, String name);
    }

    private static Map<String, String> environment(Path dir, String redis) {
        Map<String, String> environment = new HashMap<>();
        environment.put("QUARKUS_REDIS_HOSTS", redis);
        environment.put("GOLDFISH_SERVER_ID", SERVER_ID);
        environment.put("GOLDFISH_SERVER_SECRET", SERVER_SECRET);
        environment.put("GOLDFISH_CLIENTS_FILE", clientsFile(dir).toString());
        // Few clients make all the load.
        environment.put("GOLDFISH_RATE_PER_SECOND", "0");
        environment.put("GOLDFISH_JOBS_LEASE", LEASE.toSeconds() + "s");
        return environment;
    }

    private static Path clientsFile(Path dir) {
        Path file = dir.resolve("clients.json");
        if (Files.exists(file)) {
            // Another replica may be reading it.
            return file;
        }
        String clients = CLIENTS.stream()
                .map(id -> "\"" + id + "\": {\"secrets\": [\"" + secret(id) + "\"], \"tools\": [\"*\"]}")
                .collect(Collectors.joining(", ", "{\"clients\": {", "}}"));
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            return Files.writeString(file, clients);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String secret(String clientId) {
        return "the secret of the fault experiments' " + clientId;
    }

    Replica awaitReady() {
        try {
            await(name + " is ready")
                    .atMost(START)
                    .failFast(() -> !process.alive())
                    .until(this::isReady);
        } catch (RuntimeException e) {
            throw new AssertionError(name + " did not become ready\n" + process.lastLines(), e);
        }
        return this;
    }

    boolean isReady() {
        return httpStatus("/q/health/ready") == HttpURLConnection.HTTP_OK;
    }

    /** The status of a GET, or 0 where nobody answers. */
    int httpStatus(String path) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(url() + path).toURL().openConnection();
            connection.setConnectTimeout(2_000);
            connection.setReadTimeout(5_000);
            try {
                return connection.getResponseCode();
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return 0;
        }
    }

    String name() {
        return name;
    }

    int port() {
        return port;
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    /** A client that sends everything once; the same one each time, since it keeps its connections. */
    GoldfishClient client(String clientId) {
        return clients.computeIfAbsent(clientId, id -> clientBuilder(id).build());
    }

    GoldfishClientBuilder clientBuilder(String clientId) {
        return GoldfishClient.builder()
                .url(url())
                .serverId(SERVER_ID)
                .clientId(clientId)
                .secret(secret(clientId))
                .retry(RetryPolicy.NONE);
    }

    LocalProcess process() {
        return process;
    }

    void kill() {
        process.kill();
    }

    String log() {
        return process.log();
    }

    @Override
    public void close() {
        process.close();
    }
}
