package dev.goldfish.deploy;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The documents under deploy/, as they are written and as Kustomize puts them together. */
public final class Manifests {
    static final Path ROOT = Path.of("deploy");

    private Manifests() {}

    static Stream<Path> files() {
        return paths(path -> path.toString().endsWith(".yaml"));
    }

    /** Folders that somebody may apply. */
    static Stream<Path> overlays() {
        return paths(path -> path.endsWith("kustomization.yaml"))
                .map(Path::getParent)
                .filter(folder -> folder.toString().matches(".*/(overlays/[^/]+|monitoring)"));
    }

    private static Stream<Path> paths(Predicate<Path> wanted) {
        try (Stream<Path> found = Files.walk(ROOT)) {
            return found.filter(wanted).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All documents of some kind, as they are written. */
    public static <T> List<T> all(Class<T> kind) {
        return files().flatMap(file -> read(file).stream())
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    static List<Object> read(Path file) {
        try {
            return StrictYaml.read(Files.readString(file));
        } catch (IOException e) {
            throw new AssertionError(file + ": " + e.getMessage(), e);
        }
    }

    /** What {@code kubectl apply -k} would send; skips the test where there is no kubectl. */
    static String rendered(Path folder) throws IOException, InterruptedException {
        boolean kubectl = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(bin -> Files.isExecutable(Path.of(bin, "kubectl")));
        assumeThat(kubectl).as("kubectl is on the PATH").isTrue();
        Path out = Files.createTempFile(Path.of("target"), "rendered", ".yaml");
        Process process = new ProcessBuilder("kubectl", "kustomize", folder.toString())
                .redirectOutput(out.toFile())
                .redirectErrorStream(true)
                .start();
        int exit = process.waitFor();
        String text = Files.readString(out, StandardCharsets.UTF_8);
        Files.delete(out);
        if (exit != 0) {
            throw new AssertionError(folder + " cannot be rendered: " + text);
        }
        return text;
    }
}
