package dev.goldfish.protocol;

/**
 * Bytes that are no envelope. The message names the field and the rule and never repeats input, so it may be sent and
 * logged.
 */
public final class BadEnvelopeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String requestId;

    public BadEnvelopeException(String rule) {
        this(rule, "");
    }

    public BadEnvelopeException(String rule, String requestId) {
        // Thrown for whatever strangers send: a stack trace would only cost.
        super(rule, null, false, false);
        this.requestId = requestId;
    }

    /** The request_id where one could be read, otherwise the empty string. */
    public String requestId() {
        return requestId;
    }
}
