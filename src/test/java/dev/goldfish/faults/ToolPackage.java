package dev.goldfish.faults;

import io.quarkus.bootstrap.app.CuratedApplication;
import io.quarkus.bootstrap.app.QuarkusBootstrap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The server packaged once more, together with {@link FaultTools}, as a user packages it with tools of their own. */
final class ToolPackage {
    private static final Path DIR =
            Path.of("target", "goldfish-with-fault-tools").toAbsolutePath();
    private static final Path CLASSES = Path.of("target", "classes").toAbsolutePath();
    private static final Path TEST_CLASSES = Path.of("target", "test-classes").toAbsolutePath();
    private static final String TOOLS = FaultTools.class.getName().replace('.', '/');

    private ToolPackage() {}

    private static final class Built {
        static final Path JAR = build();
    }

    /** The jar to run, built by the first who asks. */
    static Path jar() {
        return Built.JAR;
    }

    private static Path build() {
        try {
            delete(DIR);
            Path classes = DIR.resolve("classes");
            copy(CLASSES, classes, file -> true);
            copy(TEST_CLASSES, classes, file -> file.startsWith(TOOLS));
            QuarkusBootstrap bootstrap = QuarkusBootstrap.builder()
                    .setApplicationRoot(classes)
                    .setProjectRoot(Path.of("").toAbsolutePath())
                    .setTargetDirectory(DIR)
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
            throw new AssertionError("the package with the tools of the fault experiments cannot be built", e);
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
