package dev.goldfish.client;

import org.jspecify.annotations.Nullable;

/** Why a call gave no result. The message is one line and holds no secret. */
public abstract sealed class GoldfishException extends RuntimeException
        permits AwaitTimeoutException,
                ErrorReplyException,
                UnexpectedReplyException,
                UnreachableException,
                UntrustedReplyException {
    private static final long serialVersionUID = 1L;

    private final String requestId;

    GoldfishException(String message, String requestId, @Nullable Throwable cause) {
        super(message, cause);
        this.requestId = requestId;
    }

    /** Names the work that was asked for: a repeat under this id does not run it twice. */
    public String requestId() {
        return requestId;
    }
}
