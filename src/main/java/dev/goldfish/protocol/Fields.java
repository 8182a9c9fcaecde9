package dev.goldfish.protocol;

import java.util.regex.Pattern;

/** What the text fields of an envelope may hold. */
final class Fields {
    static final int MAX_LENGTH = 128;

    static final Pattern NAME = Pattern.compile("[A-Za-z0-9._:@/-]{1," + MAX_LENGTH + "}");

    private Fields() {}

    /** 1-128 of {@code A-Z a-z 0-9 . _ : @ / -}: safe in logs, headers and keys. */
    static void requireName(String field, String value) {
        requireLength(field, value, 1);
        if (!NAME.matcher(value).matches()) {
            throw new BadEnvelopeException(field + ": only A-Z a-z 0-9 . _ : @ / - are allowed");
        }
    }

    /** Printable ASCII without the space: 0x21-0x7e. */
    static void requirePrintable(String field, String value, int minLength) {
        requireLength(field, value, minLength);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < 0x21 || c > 0x7e) {
                throw new BadEnvelopeException(field + ": only printable ASCII without spaces is allowed");
            }
        }
    }

    private static void requireLength(String field, String value, int minLength) {
        if (value.length() < minLength || value.length() > MAX_LENGTH) {
            throw new BadEnvelopeException(field + ": must have " + minLength + " to " + MAX_LENGTH + " characters");
        }
    }
}
