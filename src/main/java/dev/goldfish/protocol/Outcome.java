package dev.goldfish.protocol;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a call came to, before it is addressed and signed as a {@link Reply}.
 *
 * @param status the reply's status
 * @param result the result, as JSON in canonical form; null for an error
 * @param error the reply's error text; null unless the status is {@link Status#ERROR}
 * @param httpStatus the HTTP status that carries the reply
 * @param retryAfterSeconds when sending again may help, in seconds; 0 for no advice
 */
public record Outcome(
        Status status, @Nullable String result, @Nullable String error, int httpStatus, int retryAfterSeconds) {
    public Outcome {
        if ((status == Status.ERROR) != (error != null)) {
            throw new IllegalArgumentException("an outcome has an error text exactly where its status is error");
        }
    }

    public static Outcome ok(String result) {
        return answered(Status.OK, result);
    }

    public static Outcome accepted(String result) {
        return answered(Status.ACCEPTED, result);
    }

    public static Outcome running(String result) {
        return answered(Status.RUNNING, result);
    }

    public static Outcome done(String result) {
        return answered(Status.DONE, result);
    }

    public static Outcome refused(ErrorCode code) {
        return refused(code, null);
    }

    public static Outcome refused(ErrorCode code, @Nullable String detail) {
        return new Outcome(Status.ERROR, null, code.withDetail(detail), code.httpStatus(), code.retryAfterSeconds());
    }

    /** A refusal that says when sending again may help: whole seconds, rounded up, at least one. */
    public static Outcome refused(ErrorCode code, String detail, Duration retryAfter) {
        int seconds = (int) Math.min(Integer.MAX_VALUE, Math.max(1, (retryAfter.toMillis() + 999) / 1_000));
        return new Outcome(Status.ERROR, null, code.withDetail(detail), code.httpStatus(), seconds);
    }

    /** How a polled job ended: an error on the wire, but the poll itself worked. */
    public static Outcome jobEnded(String error) {
        return new Outcome(Status.ERROR, null, error, Status.ERROR.httpStatus(), 0);
    }

    private static Outcome answered(Status status, String result) {
        return new Outcome(status, result, null, status.httpStatus(), 0);
    }
}
