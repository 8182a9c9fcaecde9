package dev.goldfish.faults;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import redis.embedded.RedisExecProvider;

/** A real redis-server with a directory of its own, that can be killed and started again on the same port and data. */
public final class RedisProcess implements AutoCloseable {
    private static final String EXECUTABLE = executable();
    private static final String EMPTY = """
            local history = string.match(redis.call('INFO', 'replication'), 'master_replid:(%x+)')
            redis.call('FLUSHALL')
            local now = string.format('%.0f', redis.call('TIME')[1] * 1000)
            for _, tag in ipairs(ARGV) do
              redis.call('SET', 'goldfish:' .. tag .. ':epoch', history .. ' 0')
              redis.call('SET', 'goldfish:' .. tag .. ':window', '300000 ' .. now)
            end""";

    private static final String SHORTEN_WINDOW = """
            local now = string.format('%.0f', redis.call('TIME')[1] * 1000)
            for i = 2, #ARGV do
              redis.call('SET', 'goldfish:' .. ARGV[i] .. ':window', ARGV[1] .. ' ' .. now)
            end""";

    private final String name;
    private final Path dir;
    private final int port;
    private final List<String> settings;
    private final List<String> file;
    private LocalProcess process;

    private RedisProcess(String name, Path dir, int port, List<String> settings, String... file) {
        this.file = List.of(file);
        this.name = name;
        this.dir = dir;
        this.port = port;
        this.settings = settings;
        this.process = launch();
    }

    /**
     * Starts a server that writes an append-only file, and waits until it answers.
     *
     * @param settings as on redis-server's command line, beside the usual ones
     */
    static RedisProcess start(String name, Path dir, String... settings) {
        int port = LocalProcess.freePort();
        List<String> all = new ArrayList<>(List.of(
                "--save", "", "--appendonly", "yes", "--appendfsync", "everysec", "--appenddirname", name + ".aof"));
        all.addAll(List.of(settings));
        return new RedisProcess(name, dir, port, all).awaitAnswer();
    }

    private static String executable() {
        try {
            return RedisExecProvider.defaultProvider().get().getAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private LocalProcess launch() {
        List<String> command = new ArrayList<>(List.of(EXECUTABLE));
        command.addAll(file);
        command.addAll(List.of("--port", Integer.toString(port), "--bind", "127.0.0.1", "--dir", dir.toString()));
        command.addAll(settings);
        return LocalProcess.start(command, Map.of(), dir, name);
    }

    private RedisProcess awaitAnswer() {
        await(name + " answers")
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .failFast(() -> !process.alive())
                .ignoreExceptions()
                .until(() -> "PONG".equals(Resp.once(port, "PING")));
        return this;
    }

    public int port() {
        return port;
    }

    String uri() {
        return "redis://127.0.0.1:" + port;
    }

    @Nullable
    public Object command(String... words) {
        return Resp.once(port, words);
    }

    /** Empties it, but for the knowledge that it has forgotten no message: so it is in daily life, long after its start. */
    void empty() {
        empty(Audit.PARTITIONS);
    }

    /** @param partitions those that it serves, by their hash tags */
    void empty(List<String> partitions) {
        List<String> command = new ArrayList<>(List.of("EVAL", EMPTY, "0"));
        command.addAll(partitions);
        command(command.toArray(String[]::new));
    }

    /** Forgets that replicas with a longer time window were here, which would keep nonces for that long. */
    void shortenWindow(Duration window) {
        List<String> command = new ArrayList<>(List.of("EVAL", SHORTEN_WINDOW, "0", String.valueOf(window.toMillis())));
        command.addAll(Audit.PARTITIONS);
        command(command.toArray(String[]::new));
    }

    /** A number of INFO. */
    long info(String section, String field) {
        return String.valueOf(command("INFO", section))
                .lines()
                .filter(line -> line.startsWith(field + ":"))
                .mapToLong(line ->
                        Long.parseLong(line.substring(field.length() + 1).trim()))
                .findFirst()
                .orElseThrow();
    }

    /** Its clock, by which jobs are timed: milliseconds since the epoch. */
    long millis() {
        List<?> time = (List<?>) Objects.requireNonNull(command("TIME"));
        return Long.parseLong((String) time.get(0)) * 1_000 + Long.parseLong((String) time.get(1)) / 1_000;
    }

    /** How often a command was called since the server started, in scripts too. */
    long calls(String command) {
        Matcher matcher = Pattern.compile("cmdstat_" + command + ":calls=(\\d+)")
                .matcher(String.valueOf(command("INFO", "commandstats")));
        return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }

    boolean alive() {
        return process.alive();
    }

    void kill() {
        process.kill();
    }

    /** Kills it when its append-only file has all that it answered: while its disk is busy, that is up to 2 s later. */
    void killAfterWriting() {
        await(name + " has written").until(() -> info("persistence", "aof_buffer_length") == 0);
        kill();
    }

    /** Starts it again on what it left on its disk. */
    void restart() {
        process.close();
        process = launch();
        awaitAnswer();
    }

    /** The file that its last writes went to. */
    Path appendOnlyFile() {
        try (Stream<Path> files = Files.list(dir.resolve(name + ".aof"))) {
            return files.filter(file -> file.toString().endsWith(".incr.aof"))
                    .max(Comparator.comparing(file -> file.toFile().lastModified()))
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a Sentinel that watches a primary under the name {@code goldfish}. */
    static RedisProcess startSentinel(String name, Path dir, int primary, int quorum) {
        int port = LocalProcess.freePort();
        Path file = dir.resolve(name + ".conf");
        String content = String.join(
                "\n",
                "sentinel monitor goldfish 127.0.0.1 " + primary + " " + quorum,
                "sentinel down-after-milliseconds goldfish 1000",
                "sentinel failover-timeout goldfish 5000",
                "");
        try {
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new RedisProcess(name, dir, port, List.of("--sentinel"), file.toString()).awaitAnswer();
    }

    LocalProcess process() {
        return process;
    }

    @Override
    public void close() {
        process.close();
    }
}
