package dev.goldfish.protocol;

import java.util.regex.Pattern;

/** Texts that others wrote: within a bound, and without what no JSON text or no log may hold. */
public final class Texts {
    /** The login in front of a URL's host, also where a raw password holds a slash or an at sign. */
    public static final Pattern LOGIN_IN_URL = Pattern.compile("(?<=//)\\S*@");

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
