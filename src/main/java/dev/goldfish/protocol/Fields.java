package dev.goldfish.protocol;

/** What the text fields of an envelope may hold. */
final class Fields {
    static final int MAX_LENGTH = 128;

    private static final String ALLOWED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:@/-";
    private static final boolean[] OF_NAMES = new boolean[128];

    static {
        ALLOWED.chars().forEach(c -> OF_NAMES[c] = true);
    }

    private Fields() {}

    /** 1-128 of {@code A-Z a-z 0-9 . _ : @ / -}: safe in logs, headers and keys. */
    static void requireName(String field, String value) {
        requireLength(field, value, 1);
        if (!consistsOfNameCharacters(value)) {
            throw new BadEnvelopeException(field + ": only A-Z a-z 0-9 . _ : @ / - are allowed");
        }
    }

    static boolean isName(String text) {
        return !text.isEmpty() && text.length() <= MAX_LENGTH && consistsOfNameCharacters(text);
    }

    private static boolean consistsOfNameCharacters(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= OF_NAMES.length || !OF_NAMES[c]) {
                return false;
            }
        }
        return true;
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
