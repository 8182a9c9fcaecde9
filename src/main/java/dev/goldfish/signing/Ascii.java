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

    void put(char[] ascii, int from, int count) {
        reserve(count);
        for (int i = 0; i < count; i++) {
            bytes[length + i] = (byte) ascii[from + i];
        }
        length += count;
    }

    /** Overwrites the last character. */
    void replaceLast(char c) {
        bytes[length - 1] = (byte) c;
    }

    byte[] copy(int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }

    void overwrite(int at, byte[] source, int from, int count) {
        System.arraycopy(source, from, bytes, at, count);
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
