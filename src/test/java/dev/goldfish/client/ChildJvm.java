package dev.goldfish.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A class of the tests with a {@code main}, in a JVM of its own. */
public final class ChildJvm implements AutoCloseable {
    private static final int SOON_S = 60;

    private final Process process;
    private final Future<String> out;
    private final Future<String> err;

    private ChildJvm(Process process) {
        this.process = process;
        this.out = text(process.getInputStream());
        this.err = text(process.getErrorStream());
    }

    private static Future<String> text(InputStream in) {
        FutureTask<String> text = new FutureTask<>(() -> new String(in.readAllBytes(), StandardCharsets.UTF_8));
        Thread reader = new Thread(text, "output of a child");
        reader.setDaemon(true);
        reader.start();
        return text;
    }

    public static ChildJvm run(Class<?> main, Map<String, String> env, List<String> options, String... args) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = Stream.of(
                        Stream.of(java, "-cp", System.getProperty("java.class.path")),
                        options.stream(),
                        Stream.of(main.getName()),
                        Stream.of(args))
                .flatMap(part -> part)
                .toList();
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(env);
        try {
            return new ChildJvm(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With SIGTERM, which does what Ctrl-C does: shells let their background jobs ignore SIGINT. */
    public void interrupt() {
        // Process.destroy would close what it writes to.
        assertThat(process.toHandle().destroy()).isTrue();
    }

    /** All that it printed, when it has ended. */
    public String out() throws Exception {
        return out.get(SOON_S, TimeUnit.SECONDS);
    }

    /** What it wrote to stderr, when it has ended. */
    public String err() throws Exception {
        return err.get(SOON_S, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
