package dev.goldfish.client.cli;

import org.jspecify.annotations.Nullable;

/** What the user gave cannot work; the message says what to do. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        this(message, null);
    }

    UsageException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
