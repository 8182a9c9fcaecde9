package dev.goldfish.protocol;

import java.util.Locale;

/** A reply's {@code status}. A reply is {@code ok} exactly where its status is not {@link #ERROR}. */
public enum Status {
    /** Answered at once. */
    OK(200),
    /** A job was started, or had been by an earlier copy of the request. */
    ACCEPTED(202),
    /** The polled job has not ended. */
    RUNNING(200),
    /** The polled job ended well. */
    DONE(200),
    /** Refused, or the polled job did not end well. */
    ERROR(200);

    private final int httpStatus;
    private final String wire = name().toLowerCase(Locale.ROOT);

    Status(int httpStatus) {
        this.httpStatus = httpStatus;
    }

    /** The word on the wire. */
    public String wire() {
        return wire;
    }

    /** The HTTP status of a reply that is no refusal. */
    public int httpStatus() {
        return httpStatus;
    }
}
