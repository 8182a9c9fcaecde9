package dev.goldfish.client.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.goldfish.signing.SecretFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The registry of clients that a command edits. */
final class ClientsFile {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EMPTY = "{\"clients\":{}}";

    @Option(
            names = "--clients-file",
            paramLabel = "FILE",
            description = "The clients file of the server. GOLDFISH_CLIENTS_FILE")
    @Nullable
    String path;

    /**
     * Changes the clients, all at once.
     *
     * @param change gets the clients by id
     * @param secret writes the file of a new secret, or gives null: asked when the changed registry is known to be good
     * @param last what must work for the change to be made, such as printing a new secret
     */
    void edit(
            Shell shell,
            RegistryCheck check,
            Consumer<ObjectNode> change,
            Supplier<@Nullable PrivateFile> secret,
            Runnable last) {
        Path file = file(shell);
        try (EditLock lock = EditLock.of(file)) {
            edit(file, shell, check, change, secret, last);
        }
    }

    private static void edit(
            Path file,
            Shell shell,
            RegistryCheck check,
            Consumer<ObjectNode> change,
            Supplier<@Nullable PrivateFile> secret,
            Runnable last) {
        boolean exists = Files.exists(file);
        String before = exists ? read(file) : EMPTY;
        if (exists) {
            check(before, file, check);
        }
        ObjectNode registry = tree(before);
        change.accept(registry.withObject("/clients"));
        String after = registry.toPrettyString() + "\n";
        check(after, file, check);
        try (PrivateFile ofSecret = secret.get();
                PrivateFile next = PrivateFile.prepare(file, after, exists)) {
            boolean wasOpen = exists && takeRights(file, next);
            if (exists && !read(file).equals(before)) {
                throw new UsageException(file + " was changed by somebody else meanwhile: try again");
            }
            last.run();
            next.keep();
            shell.notes()
                    .line(file + " changed; servers that use it take it up by themselves"
                            + (wasOpen
                                    ? ". It was open to everyone on this machine: only its owner and group can read"
                                            + " it now"
                                    : ""));
            if (ofSecret != null) {
                ofSecret.keepWhereverItIs();
            }
        }
    }

    private static boolean takeRights(Path file, PrivateFile next) {
        try {
            return FileRights.copy(file, next.written());
        } catch (IOException e) {
            throw new UsageException(
                    "cannot keep owner and group of " + file + ": "
                            + e.getClass().getSimpleName(),
                    e);
        }
    }

    /** The clients by id, of a registry that a server would take. */
    ObjectNode read(Shell shell, RegistryCheck check) {
        Path file = file(shell);
        String text = read(file);
        check(text, file, check);
        return tree(text).withObject("/clients");
    }

    /** The entry of a client that there is. */
    static ObjectNode existing(ObjectNode clients, String id) {
        if (clients.get(id) instanceof ObjectNode client) {
            return client;
        }
        throw new UsageException("there is no client " + id);
    }

    /** A file that the registry refers to. */
    String beside(String reference, Shell shell) {
        return read(file(shell).toAbsolutePath().resolveSibling(reference));
    }

    private Path file(Shell shell) {
        String given = path != null ? path : shell.variable("GOLDFISH_CLIENTS_FILE");
        if (given == null) {
            throw new UsageException("the clients file is missing: give --clients-file or set GOLDFISH_CLIENTS_FILE");
        }
        if (given.indexOf('{') >= 0 || given.indexOf('\n') >= 0) {
            throw new UsageException("the clients themselves are given where the name of their file is wanted");
        }
        try {
            return Path.of(given);
        } catch (InvalidPathException e) {
            throw new UsageException("the clients file is no path", e);
        }
    }

    private static String read(Path file) {
        try {
            return SecretFile.read(file);
        } catch (IllegalArgumentException e) {
            throw new UsageException("the clients file: " + e.getMessage(), e);
        }
    }

    private static void check(String text, Path file, RegistryCheck check) {
        try {
            check.check(text, file);
        } catch (IllegalArgumentException e) {
            throw new UsageException(file + ": " + e.getMessage(), e);
        }
    }

    private static ObjectNode tree(String text) {
        try {
            return (ObjectNode) JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a registry that was checked is no JSON");
        }
    }
}
