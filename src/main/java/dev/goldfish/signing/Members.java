package dev.goldfish.signing;

import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Takes the members of a JSON object one by one, by strict type; what is left at the end is unknown. */
final class Members {
    private static final int MAX_LONG_DIGITS = 18;

    private final Map<String, String> values;
    private final Function<String, RuntimeException> failure;

    /** Of canonical values by name; {@code failure} makes the exception for a broken rule. */
    Members(Map<String, String> values, Function<String, RuntimeException> failure) {
        this.values = values;
        this.failure = failure;
    }

    String string(String name) {
        return unquoted(name, raw(name));
    }

    @Nullable
    String stringOrNull(String name) {
        String value = rawOrNull(name);
        return value == null ? null : unquoted(name, value);
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

    /** The canonical text of any value. */
    String raw(String name) {
        String value = values.remove(name);
        if (value == null) {
            throw failure.apply(name + ": missing");
        }
        return value;
    }

    /** The canonical text of any value, or a default where the member is missing. */
    String rawOr(String name, String absent) {
        return values.containsKey(name) ? raw(name) : absent;
    }

    void requireNoMore() {
        if (!values.isEmpty()) {
            throw failure.apply("an unknown field");
        }
    }

    private String unquoted(String name, String value) {
        if (!value.startsWith("\"")) {
            throw failure.apply(name + ": must be a string");
        }
        return JsonText.unquote(value);
    }
}
