package dev.goldfish.faults;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * A packaged server: a jar for the JVM that runs the tests, or a native binary.
 *
 * @param start the command line that starts it, without the words of a command of its own
 */
record ServerPackage(List<String> start) {
    /** The JVM that runs the tests. */
    static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    private static final Path TARGET = Path.of("target").toAbsolutePath();

    /** What the build made before its integration tests. */
    static ServerPackage built() {
        Properties artifact = new Properties();
        try (Reader in = Files.newBufferedReader(TARGET.resolve("quarkus-artifact.properties"))) {
            artifact.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("package the server first", e);
        }
        Path path = TARGET.resolve(artifact.getProperty("path"));
        return artifact.getProperty("type").equals("native")
                ? new ServerPackage(List.of(path.toString(), "-Xmx256m"))
                : jar(path);
    }

    /** Whether the build made a native binary. */
    static boolean isNative() {
        return !built().start().contains("-jar");
    }

    /** For a JVM that begins quickly: many of them start at once on few processors. */
    static ServerPackage jar(Path path) {
        return new ServerPackage(List.of(
                JAVA.toString(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m", "-jar", path.toString()));
    }

    /** The command line of one of its commands; without any words, the server's. */
    List<String> command(String... words) {
        List<String> command = new ArrayList<>(start);
        command.addAll(List.of(words));
        return command;
    }
}
