package dev.goldfish.access;

import dev.goldfish.signing.SecretFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The texts of a registry and of the files that it refers to, as they were read once. Contents are compared, not times:
 * mounted Secrets change by a switch of symbolic links.
 */
final class RegistryTexts {
    private final Path registry;
    private final Map<Path, Optional<String>> texts = new LinkedHashMap<>();

    RegistryTexts(Path registry) {
        this.registry = registry.toAbsolutePath();
    }

    /** Reads the registry; throws {@link IllegalArgumentException} where it cannot. */
    String registry() {
        return read(registry);
    }

    /** Reads a file beside the registry, or anywhere by an absolute path. */
    String beside(String path) {
        try {
            return read(registry.resolveSibling(path));
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("it names a file by what is no path");
        }
    }

    private String read(Path file) {
        Optional<String> text = text(file);
        texts.put(file, text);
        // Read once more for the error alone.
        return text.orElseGet(() -> SecretFile.read(file));
    }

    /** Whether any of what was read, or was missing, is different by now. */
    boolean changed() {
        return texts.entrySet().stream().anyMatch(entry -> !entry.getValue().equals(text(entry.getKey())));
    }

    void warnOfOpenFiles() {
        texts.keySet().forEach(OpenFiles::warnOf);
    }

    private static Optional<String> text(Path file) {
        try {
            return Optional.of(Files.readString(file));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
