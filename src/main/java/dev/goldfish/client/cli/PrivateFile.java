package dev.goldfish.client.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A file with a secret, written for its owner only and durably. It takes its place when it is kept; closed before, it leaves
 * nothing behind, and what it was to replace stays.
 */
final class PrivateFile implements AutoCloseable {
    private static final FileAttribute<?>[] OWNER_ONLY =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                    ? new FileAttribute<?>[] {
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                    }
                    : new FileAttribute<?>[0];

    private final Path target;
    private final Path written;
    private boolean kept;

    private PrivateFile(Path target, Path written) {
        this.target = target;
        this.written = written;
    }

    /** Writes a file and keeps it. One that exists is left alone, unless it is to be replaced. */
    static void write(Path file, String text, boolean replace) {
        try (PrivateFile secret = prepare(file, text, replace)) {
            secret.keep();
        }
    }

    /** Writes a file: a new one at once, so that nobody else takes its name, or one beside that which it is to replace. */
    static PrivateFile prepare(Path file, String text, boolean replace) {
        try {
            Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
            if (Files.exists(target) && !Files.isRegularFile(target)) {
                throw new UsageException(file + " is a directory or a device: name a file");
            }
            PrivateFile prepared =
                    new PrivateFile(target, replace ? besides(target) : Files.createFile(target, OWNER_ONLY));
            return prepared.fill(text);
        } catch (FileAlreadyExistsException e) {
            throw new UsageException(file + " exists; --force replaces it", e);
        } catch (IOException e) {
            throw cannotWrite(file, e);
        }
    }

    private static Path besides(Path target) throws IOException {
        return Files.createTempFile(target.resolveSibling("."), "." + target.getFileName(), ".new", OWNER_ONLY);
    }

    private PrivateFile fill(String text) throws IOException {
        try (FileChannel channel = FileChannel.open(written, Set.of(StandardOpenOption.WRITE))) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
            return this;
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** The file with its text, before it takes its place. */
    Path written() {
        return written;
    }

    /** Puts the file in its place at once: whoever reads it finds the old text or the new one. */
    void keep() {
        kept = true;
        if (written.equals(target)) {
            return;
        }
        try {
            Files.move(written, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            kept = false;
            throw cannotWrite(target, e);
        }
    }

    /** The same for a secret that counts already: where the file cannot take its place, it stays beside it. */
    void keepWhereverItIs() {
        try {
            keep();
        } catch (UsageException e) {
            kept = true;
            throw new UsageException(e.getMessage() + ": the new secret, which counts already, is in " + written, e);
        }
    }

    @Override
    public void close() {
        if (!kept) {
            try {
                Files.deleteIfExists(written);
            } catch (IOException e) {
                throw new UsageException("cannot delete " + written + ", which holds a secret: delete it", e);
            }
        }
    }

    private static UsageException cannotWrite(Path file, IOException e) {
        return new UsageException("cannot write " + file + ": " + e.getClass().getSimpleName(), e);
    }
}
