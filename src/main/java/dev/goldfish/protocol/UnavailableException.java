package dev.goldfish.protocol;

import org.jspecify.annotations.Nullable;

/** What must be remembered cannot be reached right now; on the wire {@link ErrorCode#UNAVAILABLE}. */
public final class UnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
