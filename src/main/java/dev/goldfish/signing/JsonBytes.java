package dev.goldfish.signing;

import java.nio.charset.StandardCharsets;

/** Bytes of JSON, and how far they are read. */
final class JsonBytes {
    private final byte[] bytes;
    private int at;

    JsonBytes(byte[] utf8) {
        bytes = utf8;
    }

    byte[] bytes() {
        return bytes;
    }

    int at() {
        return at;
    }

    void moveTo(int index) {
        at = index;
    }

    boolean isAtEnd() {
        return at == bytes.length;
    }

    /** The first byte of the next token, behind it. */
    char next() {
        require(hasMore());
        return (char) (bytes[at++] & 0xff);
    }

    /** Whether anything comes but white space. */
    boolean hasMore() {
        while (at < bytes.length) {
            byte b = bytes[at];
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                return true;
            }
            at++;
        }
        return false;
    }

    /** Reads a word whose first letter is read. */
    void requireRest(String word) {
        for (int i = 1; i < word.length(); i++) {
            require(at < bytes.length && bytes[at] == word.charAt(i));
            at++;
        }
    }

    /** Fails at the last byte that was read, or at the end, unless a rule of the grammar is kept. */
    void require(boolean kept) {
        if (!kept) {
            throw notJson();
        }
    }

    MalformedJsonException notJson() {
        int characters = new String(bytes, 0, at, StandardCharsets.UTF_8).length();
        return new MalformedJsonException("not JSON at character " + characters);
    }
}
