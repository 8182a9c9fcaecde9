package dev.goldfish.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names and values in their order. Values are cut to a bound, with everything but printable ASCII escaped. */
public final class AuditEvent {
    private static final int MAX_LENGTH = 200;
    /** What can stand without quotes. */
    private static final Predicate<String> BARE =
            Pattern.compile("[^ \"=\\\\]*").asMatchPredicate();

    private static final Pattern QUOTES_AND_BACKSLASHES = Pattern.compile("[\"\\\\]");

    private final List<String> namesAndValues = new ArrayList<>(32);

    /** Leaves out what is null or empty. */
    public AuditEvent with(String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            namesAndValues.add(name);
            namesAndValues.add(printable(value));
        }
        return this;
    }

    public AuditEvent with(String name, long value) {
        namesAndValues.add(name);
        namesAndValues.add(Long.toString(value));
        return this;
    }

    public void forEach(BiConsumer<String, String> action) {
        for (int i = 0; i < namesAndValues.size(); i += 2) {
            action.accept(namesAndValues.get(i), namesAndValues.get(i + 1));
        }
    }

    /** {@code name=value} pairs. A value that could be taken for more is in quotes, and its quotes and backslashes are escaped. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        forEach((name, value) -> text.append(text.isEmpty() ? "" : " ")
                .append(name)
                .append('=')
                .append(
                        BARE.test(value)
                                ? value
                                : '"' + QUOTES_AND_BACKSLASHES.matcher(value).replaceAll("\\\\$0") + '"'));
        return text.toString();
    }

    private static String printable(String value) {
        int length = value.length();
        for (int i = 0; i < length; i++) {
            if (i == MAX_LENGTH || !isPrintable(value.charAt(i))) {
                return escaped(value);
            }
        }
        return value;
    }

    private static String escaped(String value) {
        StringBuilder text = new StringBuilder();
        value.chars().limit(MAX_LENGTH).forEach(c -> {
            if (isPrintable(c)) {
                text.append((char) c);
            } else {
                text.append(String.format("\\u%04x", c));
            }
        });
        return text.toString();
    }

    private static boolean isPrintable(int c) {
        return c >= 0x20 && c <= 0x7e;
    }
}
