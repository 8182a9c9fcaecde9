package dev.goldfish.signing;

import java.util.HexFormat;

/** Signatures and fingerprints as text. */
final class Hex {
    private static final HexFormat HEX = HexFormat.of();
    private static final int FINGERPRINT_BYTES = 8;

    private Hex() {}

    static String of(byte[] bytes) {
        return HEX.formatHex(bytes);
    }

    /** The bytes of lower-case hex, or a substitute for what is no such text of its length. */
    static byte[] decode(String text, byte[] substitute) {
        if (text.length() != 2 * substitute.length) {
            return substitute;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'f')) {
                return substitute;
            }
        }
        return HEX.parseHex(text);
    }

    static String fingerprint(byte[] key) {
        return HEX.formatHex(Sha256.of(key), 0, FINGERPRINT_BYTES);
    }
}
