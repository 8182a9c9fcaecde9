package dev.goldfish.signing;

/** Strings, from JSON to their canonical form. */
final class JsonStrings {
    /** Of a byte that stands for itself; true for printable ASCII but the quote and the backslash. */
    private static final boolean[] PLAIN = new boolean[256];

    static {
        for (char c = 0x20; c <= 0x7e; c++) {
            PLAIN[c] = JsonText.isPlain(c);
        }
    }

    private JsonStrings() {}

    /**
     * Copies a string whose opening quote is read.
     *
     * @return whether its canonical form holds an escape
     */
    static boolean copy(JsonBytes in, Ascii out) {
        byte[] bytes = in.bytes();
        out.put('"');
        boolean escaped = false;
        int from = in.at();
        while (true) {
            int to = from;
            while (to < bytes.length && PLAIN[bytes[to] & 0xff]) {
                to++;
            }
            out.put(bytes, from, to);
            in.moveTo(to);
            in.require(to < bytes.length);
            byte b = bytes[to];
            if (b == '"') {
                out.put('"');
                in.moveTo(to + 1);
                return escaped;
            } else if (b == '\\') {
                in.moveTo(to + 1);
                escaped |= copyEscape(in, out);
            } else {
                // Of ASCII only DEL and control characters come here.
                in.require(b < 0 || b == 0x7f);
                copyCharacter(in, out);
                escaped = true;
            }
            from = in.at();
        }
    }

    private static void copyCharacter(JsonBytes in, Ascii out) {
        byte[] bytes = in.bytes();
        int at = in.at();
        if (bytes[at] >= 0) {
            JsonText.escape((char) bytes[at], out);
            in.moveTo(at + 1);
            return;
        }
        int length = Utf8.length(bytes, at);
        int codePoint = Utf8.codePoint(bytes, at, length);
        if (Character.isBmpCodePoint(codePoint)) {
            JsonText.escape((char) codePoint, out);
        } else {
            JsonText.escape(Character.highSurrogate(codePoint), out);
            JsonText.escape(Character.lowSurrogate(codePoint), out);
        }
        in.moveTo(at + length);
    }

    /** Of which the backslash is read. Whether it is one in canonical form too. */
    private static boolean copyEscape(JsonBytes in, Ascii out) {
        char c = escape(in);
        if (Character.isHighSurrogate(c)) {
            char low = secondEscape(in);
            if (!Character.isLowSurrogate(low)) {
                throw loneSurrogate();
            }
            JsonText.escape(c, out);
            JsonText.escape(low, out);
            return true;
        } else if (Character.isLowSurrogate(c)) {
            throw loneSurrogate();
        } else if (JsonText.isPlain(c)) {
            out.put(c);
            return false;
        }
        JsonText.escape(c, out);
        return true;
    }

    private static char secondEscape(JsonBytes in) {
        if (in.isAtEnd() || in.bytes()[in.at()] != '\\') {
            throw loneSurrogate();
        }
        in.moveTo(in.at() + 1);
        return escape(in);
    }

    private static char escape(JsonBytes in) {
        in.require(!in.isAtEnd());
        byte kind = in.bytes()[in.at()];
        in.moveTo(in.at() + 1);
        return switch (kind) {
            case '"', '\\', '/' -> (char) kind;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> fourDigits(in);
            default -> throw in.notJson();
        };
    }

    private static char fourDigits(JsonBytes in) {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            in.require(!in.isAtEnd());
            int digit = Character.digit((char) (in.bytes()[in.at()] & 0xff), 16);
            in.require(digit >= 0);
            in.moveTo(in.at() + 1);
            value = value << 4 | digit;
        }
        return (char) value;
    }

    private static MalformedJsonException loneSurrogate() {
        return new MalformedJsonException("a lone surrogate");
    }
}
