package dev.goldfish.protocol;

/** Texts for the wire that others wrote: within a bound, and without what no JSON text may hold. */
public final class Texts {
    private static final String CUT = "...";

    private Texts() {}

    /** At most so many characters, with three dots where something was cut off, and U+FFFD for lone surrogates. */
    public static String bounded(String text, int most) {
        String shown = text.length() <= most ? text : text.substring(0, most - CUT.length()) + CUT;
        StringBuilder whole = null;
        for (int i = 0; i < shown.length(); i++) {
            if (isLone(shown, i)) {
                whole = whole == null ? new StringBuilder(shown) : whole;
                whole.setCharAt(i, '\ufffd');
            }
        }
        return whole == null ? shown : whole.toString();
    }

    private static boolean isLone(String text, int at) {
        char c = text.charAt(at);
        if (Character.isHighSurrogate(c)) {
            return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
        }
        return Character.isLowSurrogate(c) && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
    }
}
