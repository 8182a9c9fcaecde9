package dev.goldfish.client;

import dev.goldfish.protocol.ErrorCode;
import dev.goldfish.protocol.Reply;
import java.time.Duration;

/** The server refused the call, and signed the refusal. */
public final class RefusedException extends ErrorReplyException {
    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    RefusedException(Reply reply, int httpStatus, String requestId, Duration retryAfter) {
        super(reply, httpStatus, requestId);
        this.retryAfter = retryAfter;
    }

    /** What the {@code Retry-After} header asks for, in whole seconds; zero without one. It is not signed. */
    public Duration retryAfter() {
        return retryAfter;
    }

    /** The server's memory of nonces began after the call was signed: signed anew, it is let in. */
    boolean signedTooEarly() {
        return code() == ErrorCode.STALE_TIMESTAMP && !retryAfter.isZero();
    }
}
