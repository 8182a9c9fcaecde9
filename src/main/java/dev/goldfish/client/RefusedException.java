package dev.goldfish.client;

import dev.goldfish.protocol.ErrorCode;
import dev.goldfish.protocol.Reply;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** The server refused the call, and signed the refusal. */
public sealed class RefusedException extends ErrorReplyException permits StaleTimestampException {
    private static final long serialVersionUID = 1L;

    private static final Set<ErrorCode> SAY_NOTHING_OF_THE_WORK = EnumSet.of(
            ErrorCode.REQUEST_IN_PROGRESS, ErrorCode.UNAVAILABLE, ErrorCode.REPLAYED_NONCE, ErrorCode.INTERNAL_ERROR);

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

    /** The nonce was new, so this message was delivered twice, and the reply to the other copy is lost. */
    boolean deliveredTwice() {
        return code() == ErrorCode.REPLAYED_NONCE;
    }

    /** The client asks for too much, or the server has too much to do. */
    boolean isLimit() {
        return code() == ErrorCode.TOO_MANY_REQUESTS || code() == ErrorCode.SERVER_BUSY;
    }

    /** Whether the same call may well succeed soon. */
    boolean passes() {
        ErrorCode code = code();
        return code != null && code.retryAfterSeconds() > 0 || signedTooEarly() || deliveredTwice();
    }

    @Override
    boolean mayHaveRun() {
        ErrorCode code = code();
        return code == null || SAY_NOTHING_OF_THE_WORK.contains(code);
    }
}
