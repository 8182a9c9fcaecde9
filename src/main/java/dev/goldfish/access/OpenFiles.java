package dev.goldfish.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import org.jboss.logging.Logger;

/** Files with secrets that everyone on the machine can read. */
public final class OpenFiles {
    private static final Logger LOG = Logger.getLogger(OpenFiles.class);

    private OpenFiles() {}

    /** Logs a warning where a file is one of them. */
    public static void warnOf(Path file) {
        try {
            if (Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
                LOG.warnf("%s can be read by everyone on this machine: chmod o-r", file);
            }
        } catch (IOException | UnsupportedOperationException e) {
            LOG.debugf(e, "permissions of %s unknown", file);
        }
    }
}
