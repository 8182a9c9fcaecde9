package dev.goldfish.client;

import dev.goldfish.protocol.Reply;
import java.time.Duration;

/**
 * {@code stale timestamp}: the two clocks differ, or the call was on its way for too long. The message says which, unless the
 * server has lost its memory of nonces: then neither is to blame.
 */
public final class StaleTimestampException extends RefusedException {
    private static final long serialVersionUID = 1L;

    private final Duration serverAhead;

    StaleTimestampException(Reply reply, int httpStatus, String requestId, Duration retryAfter, Duration serverAhead) {
        super(
                reply,
                retryAfter.isZero() ? "; " + ClockDifference.text(serverAhead) : "",
                httpStatus,
                requestId,
                retryAfter);
        this.serverAhead = serverAhead;
    }

    /** How far the server's clock is ahead of this machine's; negative where it is behind. Good to about a second. */
    public Duration serverAhead() {
        return serverAhead;
    }
}
