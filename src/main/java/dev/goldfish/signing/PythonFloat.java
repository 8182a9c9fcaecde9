package dev.goldfish.signing;

import com.fasterxml.jackson.core.io.NumberOutput;

/**
 * Writes a double as Python's {@code repr}: the shortest digits that round-trip, fixed notation for
 * {@code 1e-4 <= |x| < 1e16}, otherwise an exponent of at least two digits.
 */
final class PythonFloat {
    /** Up to here Java's "at least two digits" is not always Python's shortest: 20 times the smallest double. */
    private static final double LAST_WITH_SHORTER_DIGITS = 1e-322;

    /** So many digits, and no two numbers of them, are the same double. */
    private static final int EXACT_DIGITS = 15;

    /** How many zeros may follow the point of 0.0001, the last to be written without an exponent. */
    private static final int MOST_LEADING_ZEROS = 3;

    private PythonFloat() {}

    /**
     * Whether a JSON number with a fraction or an exponent is certainly its own {@code repr}: fixed notation, no zeros that
     * could be left out, and not more digits than any double keeps. Most floats are, and need no conversion.
     */
    static boolean isRepr(byte[] number, int from, int to) {
        int at = number[from] == '-' ? from + 1 : from;
        int point = at;
        while (number[point] >= '0' && number[point] <= '9') {
            point++;
        }
        if (number[point] != '.') {
            return false;
        }
        int first = point + 1;
        for (int i = first; i < to; i++) {
            if (number[i] > '9') {
                return false;
            }
        }
        if (number[to - 1] == '0') {
            return to - first == 1 && point - at <= EXACT_DIGITS;
        }
        int zeros = 0;
        if (number[at] == '0') {
            while (number[first + zeros] == '0') {
                zeros++;
            }
        }
        return zeros <= MOST_LEADING_ZEROS && to - at - 1 - zeros <= EXACT_DIGITS;
    }

    static String repr(double value) {
        if (value == 0) {
            return 1 / value < 0 ? "-0.0" : "0.0";
        }
        double magnitude = Math.abs(value);
        // Double.toString is wrong for about 2 % of doubles before JDK 19; Jackson ships a right one.
        String java = NumberOutput.toString(magnitude, true);

        int e = java.indexOf('E');
        String mantissa = e < 0 ? java : java.substring(0, e);
        int exponent = e < 0 ? 0 : Integer.parseInt(java, e + 1, java.length(), 10);
        int dot = mantissa.indexOf('.');
        String all = mantissa.substring(0, dot) + mantissa.substring(dot + 1);
        int first = 0;
        while (all.charAt(first) == '0') {
            first++;
        }
        int last = all.length();
        while (all.charAt(last - 1) == '0') {
            last--;
        }
        String digits = all.substring(first, last);
        // The value is 0.DIGITS times ten to the power of point.
        int point = dot - first + exponent;

        if (magnitude <= LAST_WITH_SHORTER_DIGITS && digits.length() == 2) {
            int nearest = (Integer.parseInt(digits) + 5) / 10;
            if (Double.parseDouble(nearest + "e" + (point - 1)) == magnitude) {
                digits = nearest == 10 ? "1" : String.valueOf(nearest);
                point += nearest == 10 ? 1 : 0;
            }
        }
        return (value < 0 ? "-" : "") + layOut(digits, point);
    }

    private static String layOut(String digits, int point) {
        int count = digits.length();
        if (point > 16 || point <= -4) {
            int exponent = point - 1;
            String power = (exponent < 0 ? "-" : "+") + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
            return digits.charAt(0) + (count > 1 ? "." + digits.substring(1) : "") + "e" + power;
        }
        if (point <= 0) {
            return "0." + "0".repeat(-point) + digits;
        }
        if (point >= count) {
            return digits + "0".repeat(point - count) + ".0";
        }
        return digits.substring(0, point) + "." + digits.substring(point);
    }
}
