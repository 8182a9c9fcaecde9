package dev.goldfish.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A class of the tests with a {@code main}, in a JVM of its own. */
public final class ChildJvm implements AutoCloseable {
    private static final int SOON_S = 60;

    private final Process process;

    private ChildJvm(Process process) {
        this.process = process;
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

    /** As Ctrl-C does. */
    public void interrupt() throws Exception {
        Process kill = new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start();
        assertThat(kill.waitFor(SOON_S, TimeUnit.SECONDS)).isTrue();
    }

    /** All that it printed, when it has ended. */
    public String out() throws Exception {
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(SOON_S, TimeUnit.SECONDS)).isTrue();
        return out;
    }

    /** What it wrote to stderr, when it has ended. */
    public String err() throws Exception {
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(SOON_S, TimeUnit.SECONDS)).isTrue();
        return err;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
