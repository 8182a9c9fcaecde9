package dev.goldfish.signing;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Takes the members of a JSON object one by one, by strict type; what is left at the end is unknown. */
final class Members {
    private static final int MAX_LONG_DIGITS = 18;

    private final CanonicalJson object;
    private final Function<String, RuntimeException> failure;
    private int taken;

    /** Of an object; {@code failure} makes the exception for a broken rule. */
    Members(CanonicalJson object, Function<String, RuntimeException> failure) {
        this.object = object;
        this.failure = failure;
    }

    String string(String name) {
        return string(name, take(name));
    }

    @Nullable
    String stringOrNull(String name) {
        int member = take(name);
        return object.value(member).equals("null") ? null : string(name, member);
    }

    private String string(String name, int member) {
        String text = object.string(member);
        if (text == null) {
            throw failure.apply(name + ": must be a string");
        }
        return text;
    }

    /** An integer of up to 18 digits: no fraction, no exponent, no text. */
    long integer(String name) {
        String value = raw(name);
        int digits = value.startsWith("-") ? value.length() - 1 : value.length();
        for (int i = value.length() - digits; i < value.length(); i++) {
            if (value.charAt(i) < '0' || value.charAt(i) > '9') {
                throw failure.apply(name + ": must be an integer");
            }
        }
        if (digits > MAX_LONG_DIGITS) {
            throw failure.apply(name + ": out of range");
        }
        return Long.parseLong(value);
    }

    boolean bool(String name) {
        String value = raw(name);
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw failure.apply(name + ": must be true or false");
        };
    }

    /** The canonical text of any value; null for JSON's null. */
    @Nullable
    String rawOrNull(String name) {
        String value = raw(name);
        return value.equals("null") ? null : value;
    }

    /** The canonical text of any value, or a default where the member is missing. */
    String rawOr(String name, String absent) {
        return object.find(name) < 0 ? absent : raw(name);
    }

    /** The canonical text of any value. */
    String raw(String name) {
        return object.value(take(name));
    }

    void requireNoMore() {
        if (taken < object.count()) {
            throw failure.apply("an unknown field");
        }
    }

    private int take(String name) {
        int member = object.find(name);
        if (member < 0) {
            throw failure.apply(name + ": missing");
        }
        taken++;
        return member;
    }
}
