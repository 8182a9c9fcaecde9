package dev.goldfish.signing;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Strict UTF-8: shortest forms only, no surrogates, nothing beyond U+10FFFF (RFC 3629). */
final class Utf8 {
    private Utf8() {}

    static boolean startsWithByteOrderMark(byte[] bytes) {
        return bytes.length >= 3 && bytes[0] == (byte) 0xef && bytes[1] == (byte) 0xbb && bytes[2] == (byte) 0xbf;
    }

    static void require(byte[] bytes) {
        try {
            // A decoder made here reports malformed input; new String(...) would replace it silently.
            var unused = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
        } catch (CharacterCodingException e) {
            throw new MalformedJsonException("not UTF-8");
        }
    }

    /** How many bytes the character takes that begins here. */
    static int length(byte[] bytes, int at) {
        int lead = bytes[at] & 0xff;
        if (lead >= 0xc2 && lead <= 0xdf) {
            return 2;
        } else if (lead >= 0xe0 && lead <= 0xef) {
            return 3;
        } else if (lead >= 0xf0 && lead <= 0xf4) {
            return 4;
        }
        throw new MalformedJsonException("not UTF-8");
    }

    /** The character of more than one byte that begins here. */
    static int codePoint(byte[] bytes, int at, int length) {
        if (bytes.length - at < length) {
            throw new MalformedJsonException("not UTF-8");
        }
        int codePoint = bytes[at] & (0xff >> length + 1);
        for (int i = at + 1; i < at + length; i++) {
            if ((bytes[i] & 0xc0) != 0x80) {
                throw new MalformedJsonException("not UTF-8");
            }
            codePoint = codePoint << 6 | bytes[i] & 0x3f;
        }
        boolean shortest = length == 2 || codePoint >= (length == 3 ? 0x800 : 0x10000);
        boolean surrogate = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
        if (!shortest || surrogate || codePoint > Character.MAX_CODE_POINT) {
            throw new MalformedJsonException("not UTF-8");
        }
        return codePoint;
    }
}
