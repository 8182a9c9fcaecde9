package dev.goldfish.client;

import dev.goldfish.protocol.ErrorCode;
import dev.goldfish.protocol.Reply;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** The server refused the call, and signed the refusal. */
public sealed class RefusedException extends ErrorReplyException permits StaleTimestampException {
    private static final long serialVersionUID = 1L;

    /** They prove that one copy of a message was refused, or not even that; another may have been let in. */
    private static final Set<ErrorCode> SAY_NOTHING_OF_THE_WORK = EnumSet.of(
            ErrorCode.STALE_TIMESTAMP,
            ErrorCode.REPLAYED_NONCE,
            ErrorCode.REQUEST_IN_PROGRESS,
            ErrorCode.JOB_EXPIRED,
            ErrorCode.TOO_MANY_REQUESTS,
            ErrorCode.SERVER_BUSY,
            ErrorCode.UNAVAILABLE,
            ErrorCode.INTERNAL_ERROR);

    private final Duration retryAfter;

    RefusedException(Reply reply, int httpStatus, String requestId, Duration retryAfter) {
        this(reply, "", httpStatus, requestId, retryAfter);
    }

    RefusedException(Reply reply, String explanation, int httpStatus, String requestId, Duration retryAfter) {
        super(reply, explanation, httpStatus, requestId);
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

    /**
     * The work may be done, and only its reply is lost: the nonce was new, so another copy of this message got the reply;
     * or the server had no room for it.
     */
    boolean isLoss() {
        return code() == ErrorCode.REPLAYED_NONCE || code() == ErrorCode.SERVER_BUSY;
    }

    /** The client asks for too much. */
    boolean isLimit() {
        return code() == ErrorCode.TOO_MANY_REQUESTS;
    }

    /** Whether the same call may well succeed soon. */
    boolean passes() {
        ErrorCode code = code();
        return code != null && code.retryAfterSeconds() > 0 || signedTooEarly() || isLoss();
    }

    @Override
    boolean mayHaveRun() {
        ErrorCode code = code();
        return code == null || SAY_NOTHING_OF_THE_WORK.contains(code);
    }
}
