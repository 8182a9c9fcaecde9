package dev.goldfish.client;

import org.jspecify.annotations.Nullable;

/**
 * No reply arrived: no connection, a broken one, none in time, or a gateway that answered in the server's place. The
 * work may have been done all the same; repeat it under the same {@link #requestId()}.
 */
public final class UnreachableException extends GoldfishException {
    private static final long serialVersionUID = 1L;

    UnreachableException(String message, String requestId, @Nullable Throwable cause) {
        super(message, requestId, cause);
    }

    /** Whether the calling thread was interrupted while it waited; its interrupt flag is set again. */
    public boolean interrupted() {
        return getCause() instanceof InterruptedException;
    }
}
