package dev.goldfish.faults;

import io.quarkus.bootstrap.app.CuratedApplication;
import io.quarkus.bootstrap.app.QuarkusBootstrap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Properties;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Packages the server once more, in a folder of its own below {@code target}. */
final class Packaging {
    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final Path CLASSES = TARGET.resolve("classes");
    private static final Path TEST_CLASSES = TARGET.resolve("test-classes");

    private Packaging() {}

    /**
     * @param build properties of the build, beside those of the project
     * @param added which files of the tests' classes belong to it
     * @return the jar to run
     */
    static Path build(String name, Properties build, Predicate<String> added) {
        Path dir = TARGET.resolve("goldfish-with-" + name);
        try {
            delete(dir);
            Path classes = dir.resolve("classes");
            copy(CLASSES, classes, file -> true);
            copy(TEST_CLASSES, classes, added);
            QuarkusBootstrap bootstrap = QuarkusBootstrap.builder()
                    .setApplicationRoot(classes)
                    .setProjectRoot(Path.of("").toAbsolutePath())
                    .setTargetDirectory(dir)
                    .setBuildSystemProperties(build)
                    .setIsolateDeployment(true)
                    .setLocalProjectDiscovery(true)
                    .setMode(QuarkusBootstrap.Mode.PROD)
                    .build();
            try (CuratedApplication application = bootstrap.bootstrap()) {
                return application
                        .createAugmentor()
                        .createProductionApplication()
                        .getJar()
                        .getPath();
            }
        } catch (Exception e) {
            throw new AssertionError("the package with " + name + " cannot be built", e);
        }
    }

    private static void delete(Path dir) throws IOException {
        if (Files.exists(dir)) {
            try (Stream<Path> files = Files.walk(dir)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** Copies the files whose path below the directory is wanted. */
    private static void copy(Path from, Path to, Predicate<String> wanted) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path relative = from.relativize(file);
                if (wanted.test(relative.toString())) {
                    Path copy = to.resolve(relative);
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy);
                }
            }
        }
    }
}
