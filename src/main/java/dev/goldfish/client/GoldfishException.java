package dev.goldfish.client;

import java.util.Arrays;
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

    /**
     * Whether the work may have been done, or may still be under way, though its outcome did not arrive. A repeat under
     * the same {@link #requestId()} asks for it. Attempts before the last one count; they are the suppressed exceptions.
     */
    public boolean outcomeUnknown() {
        return !requestId.isEmpty()
                && (mayHaveRun()
                        || Arrays.stream(getSuppressed())
                                .anyMatch(earlier ->
                                        earlier instanceof GoldfishException failure && failure.outcomeUnknown()));
    }

    /** Whether the work may have been done though the last attempt failed so. */
    boolean mayHaveRun() {
        return false;
    }

    /** The message without the request id that it ends with where the outcome is unknown. */
    public String reason() {
        return String.valueOf(super.getMessage());
    }

    @Override
    public String getMessage() {
        return outcomeUnknown() ? reason() + " (request id " + requestId + ")" : reason();
    }
}
