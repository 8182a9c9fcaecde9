package dev.goldfish.signing;

/** Bytes that are no strict JSON. The message names the rule and never repeats input. */
public final class MalformedJsonException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedJsonException(String rule) {
        super(rule, null, false, false);
    }
}
