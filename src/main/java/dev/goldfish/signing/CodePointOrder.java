package dev.goldfish.signing;

import java.util.Comparator;

/** Orders strings by Unicode code point, as Python does. {@link String#compareTo} puts U+10000 before U+FFFF. */
final class CodePointOrder implements Comparator<String> {
    static final CodePointOrder INSTANCE = new CodePointOrder();

    private CodePointOrder() {}

    @Override
    public int compare(String a, String b) {
        int common = Math.min(a.length(), b.length());
        for (int i = 0; i < common; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                return Character.compare(surrogatesLast(x), surrogatesLast(y));
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    /** Moves surrogates, which stand for code points above U+FFFF, behind U+E000..U+FFFF. */
    private static char surrogatesLast(char c) {
        if (c < Character.MIN_SURROGATE) {
            return c;
        }
        return (char) (Character.isSurrogate(c) ? c + 0x2000 : c - 0x800);
    }
}
