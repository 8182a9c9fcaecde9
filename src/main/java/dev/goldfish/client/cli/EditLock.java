package dev.goldfish.client.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Lets one command at a time edit a file. The others wait; a command that was killed holds nobody up. */
final class EditLock implements AutoCloseable {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Path path;
    private final FileChannel channel;

    private EditLock(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** Waits until nobody else edits the file, which need not exist. */
    static EditLock of(Path file) {
        return of(file, LONGEST_WAIT);
    }

    static EditLock of(Path file, Duration longestWait) {
        long start = System.nanoTime();
        try {
            Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
            Path path = target.resolveSibling("." + target.getFileName() + ".lock");
            while (true) {
                EditLock lock = attempt(path);
                if (lock != null) {
                    return lock;
                }
                if (System.nanoTime() - start > longestWait.toNanos()) {
                    throw new UsageException(file + " is being edited by another goldfish command: try again; where no"
                            + " such command runs, delete " + path);
                }
                Thread.sleep(PAUSE.toMillis());
            }
        } catch (IOException e) {
            throw new UsageException(
                    "cannot write beside " + file + ": " + e.getClass().getSimpleName(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UsageException("interrupted while another goldfish command edits " + file, e);
        }
    }

    private static @Nullable EditLock attempt(Path path) throws IOException {
        FileChannel channel = null;
        boolean locked = false;
        try {
            Files.write(path, new byte[0], StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            Object before = identity(path);
            channel = FileChannel.open(path, StandardOpenOption.WRITE);
            Object opened = identity(path);
            locked = locks(channel) && before.equals(opened) && before.equals(identity(path));
            return locked ? new EditLock(path, channel) : null;
        } catch (NoSuchFileException e) {
            // Whoever held the lock has deleted its file just now.
            return null;
        } catch (AccessDeniedException e) {
            if (Files.exists(path)) {
                // It is another user's, who holds the lock, or whose command was killed.
                return null;
            }
            throw e;
        } finally {
            if (!locked && channel != null) {
                channel.close();
            }
        }
    }

    private static Object identity(Path path) throws IOException {
        Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        return key == null ? path : key;
    }

    private static boolean locks(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(path);
            channel.close();
        } catch (IOException e) {
            throw new UsageException("cannot delete " + path + ": delete it", e);
        }
    }
}
