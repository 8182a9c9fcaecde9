package dev.goldfish.signing;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing buffer of ASCII: canonical JSON never leaves that range. */
final class Ascii {
    private byte[] bytes;
    private int length;

    Ascii(int capacity) {
        bytes = new byte[Math.max(capacity, 32)];
    }

    int length() {
        return length;
    }

    void put(char c) {
        reserve(1);
        bytes[length++] = (byte) c;
    }

    void put(String ascii) {
        int count = ascii.length();
        reserve(count);
        for (int i = 0; i < count; i++) {
            bytes[length + i] = (byte) ascii.charAt(i);
        }
        length += count;
    }

    void put(byte[] ascii, int from, int to) {
        int count = to - from;
        reserve(count);
        System.arraycopy(ascii, from, bytes, length, count);
        length += count;
    }

    /** Overwrites the last character. */
    void replaceLast(char c) {
        bytes[length - 1] = (byte) c;
    }

    char at(int index) {
        return (char) bytes[index];
    }

    byte[] copy(int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }

    /** A copy without a part of it. */
    byte[] copyWithout(int from, int to) {
        byte[] copy = new byte[length - (to - from)];
        System.arraycopy(bytes, 0, copy, 0, from);
        System.arraycopy(bytes, to, copy, from, length - to);
        return copy;
    }

    void overwrite(int at, byte[] source, int from, int count) {
        System.arraycopy(source, from, bytes, at, count);
    }

    /** In the order of the characters' codes, the shorter of two first where one begins with the other. */
    int compare(int from, int to, int otherFrom, int otherTo) {
        return Arrays.compare(bytes, from, to, bytes, otherFrom, otherTo);
    }

    boolean holds(String ascii, int from, int to) {
        if (to - from != ascii.length()) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (bytes[i] != ascii.charAt(i - from)) {
                return false;
            }
        }
        return true;
    }

    String text(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private void reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
