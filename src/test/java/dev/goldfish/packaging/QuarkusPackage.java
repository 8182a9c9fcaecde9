package dev.goldfish.packaging;

import io.quarkus.bootstrap.app.AugmentResult;
import io.quarkus.bootstrap.app.CuratedApplication;
import io.quarkus.bootstrap.app.QuarkusBootstrap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Properties;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** An application of chosen classes, packaged with this project's dependencies, as a user packages theirs. */
public final class QuarkusPackage {
    private static final Path TARGET = Path.of("target").toAbsolutePath();

    private final Path dir;
    private final Path classes;
    private final Properties settings = new Properties();

    private QuarkusPackage(Path dir) {
        this.dir = dir;
        this.classes = dir.resolve("classes");
    }

    /** A new one in a directory below {@code target}; what was there is deleted. */
    public static QuarkusPackage named(String name) {
        Path dir = TARGET.resolve(name);
        delete(dir);
        return new QuarkusPackage(dir);
    }

    /** Everything that the server consists of. */
    public QuarkusPackage withServer() {
        copy(TARGET.resolve("classes"), file -> true);
        return this;
    }

    /** A class of the tests, with those nested in it. */
    public QuarkusPackage withTestClass(Class<?> type) {
        String path = type.getName().replace('.', '/');
        copy(TARGET.resolve("test-classes"), file -> file.equals(path + ".class") || file.startsWith(path + "$"));
        return this;
    }

    public QuarkusPackage withFile(Path file, String name) {
        copy(file, classes.resolve(name));
        return this;
    }

    /** A setting of the build beside those of the application. */
    public QuarkusPackage withSetting(String name, String value) {
        settings.setProperty(name, value);
        return this;
    }

    /** The jar to run. */
    public Path build() {
        return augment().getJar().getPath();
    }

    /** The jar that GraalVM would make a native image of, which needs no GraalVM itself. */
    public Path nativeSources() {
        withSetting("quarkus.native.enabled", "true");
        withSetting("quarkus.native.sources-only", "true");
        withSetting("quarkus.package.jar.enabled", "false");
        augment();
        Path sources = dir.resolve("native-sources");
        try (Stream<Path> files = Files.list(sources)) {
            return files.filter(file -> file.toString().endsWith("-runner.jar"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(sources + " holds no jar"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private AugmentResult augment() {
        try (CuratedApplication application = QuarkusBootstrap.builder()
                .setApplicationRoot(classes)
                .setProjectRoot(TARGET.getParent())
                .setTargetDirectory(dir)
                .setBuildSystemProperties(settings)
                .setIsolateDeployment(true)
                .setLocalProjectDiscovery(true)
                .setMode(QuarkusBootstrap.Mode.PROD)
                .build()
                .bootstrap()) {
            return application.createAugmentor().createProductionApplication();
        } catch (Exception e) {
            throw new AssertionError(dir.getFileName() + " cannot be packaged", e);
        }
    }

    private static void delete(Path dir) {
        if (!Files.exists(dir)) {
            return;
        }
        try (Stream<Path> files = Files.walk(dir)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Copies the files whose path below the directory is wanted. */
    private void copy(Path from, Predicate<String> wanted) {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path relative = from.relativize(file);
                if (wanted.test(relative.toString())) {
                    copy(file, classes.resolve(relative));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path file, Path to) {
        try {
            Files.createDirectories(to.getParent());
            Files.copy(file, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
