package dev.goldfish.signing;

import com.fasterxml.jackson.core.io.NumberInput;
import java.nio.charset.StandardCharsets;

/** Numbers, from JSON to their canonical form. */
final class JsonNumbers {
    private JsonNumbers() {}

    /** Copies a number whose first byte is read. Anything that is no value at all ends here too. */
    static void copy(JsonBytes in, Ascii out) {
        byte[] bytes = in.bytes();
        int start = in.at() - 1;
        in.moveTo(start);
        int at = bytes[start] == '-' ? start + 1 : start;
        int digits = at;
        at = readInteger(in, at);
        int digitsEnd = at;
        if (at < bytes.length && bytes[at] == '.') {
            at = readDigits(in, at + 1);
        }
        if (at < bytes.length && (bytes[at] | 0x20) == 'e') {
            at++;
            boolean signed = at < bytes.length && (bytes[at] == '+' || bytes[at] == '-');
            at = readDigits(in, signed ? at + 1 : at);
        }
        in.moveTo(at);
        if (at > digitsEnd) {
            copyFloat(bytes, start, at, out);
        } else {
            copyInteger(bytes, start, digits, at, out);
        }
    }

    private static int readInteger(JsonBytes in, int from) {
        byte[] bytes = in.bytes();
        if (from < bytes.length && bytes[from] == '0') {
            return from + 1;
        }
        return readDigits(in, from);
    }

    /** Reads one digit or more, and tells where they end. */
    private static int readDigits(JsonBytes in, int from) {
        byte[] bytes = in.bytes();
        int at = from;
        while (at < bytes.length && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        in.moveTo(at);
        in.require(at > from);
        return at;
    }

    private static void copyInteger(byte[] bytes, int start, int digits, int end, Ascii out) {
        if (end - digits > Canonicalizer.MAX_INTEGER_DIGITS) {
            throw new MalformedJsonException("an integer of more than " + Canonicalizer.MAX_INTEGER_DIGITS + " digits");
        }
        // There is no negative zero among the integers.
        out.put(bytes, bytes[digits] == '0' ? digits : start, end);
    }

    private static void copyFloat(byte[] bytes, int start, int end, Ascii out) {
        if (PythonFloat.isRepr(bytes, start, end)) {
            out.put(bytes, start, end);
            return;
        }
        double value =
                NumberInput.parseDouble(new String(bytes, start, end - start, StandardCharsets.ISO_8859_1), true);
        if (Double.isInfinite(value)) {
            throw new MalformedJsonException("a number that overflows a double");
        }
        out.put(PythonFloat.repr(value));
    }
}
