package dev.goldfish.tool;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Java types that are text in JSON. Their expressions say all: a validator that takes {@code format} for a mere hint, as
 * JSON Schema 2020-12 does unless it is told otherwise, judges as the server does.
 */
final class Formats {
    /** RFC 3339's full-date, leap years included. */
    private static final String DATE = "(?:\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])"
            + "|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|02-(?:0[1-9]|1\\d|2[0-8]))"
            + "|(?:\\d\\d(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)";

    /** Without leap seconds, which Java does not have. */
    private static final String SECONDS = "(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d{1,9})?";

    private static final String TIME = "(?:[01]\\d|2[0-3]):[0-5]\\d(?::[0-5]\\d(?:\\.\\d{1,9})?)?";
    private static final String OFFSET = "(?:Z|[+-](?:(?:0\\d|1[0-7]):[0-5]\\d|18:00))";
    private static final Map<Class<?>, TextShape> ALL = new HashMap<>();

    static {
        add(UUID.class, "a UUID", "uuid", "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
        add(LocalDate.class, "a date such as 2026-12-31", "date", DATE);
        add(Instant.class, "a time such as 2026-12-31T23:59:59Z", "date-time", DATE + "T" + SECONDS + OFFSET);
        ALL.put(OffsetDateTime.class, ALL.get(Instant.class));
        ALL.put(ZonedDateTime.class, ALL.get(Instant.class));
        add(LocalDateTime.class, "a local time such as 2026-12-31T23:59:59", null, DATE + "T" + TIME);
        add(LocalTime.class, "a time of day such as 23:59:59", null, TIME);
        add(
                Duration.class,
                "a duration of days, hours, minutes and seconds such as PT1M30S",
                "duration",
                "P(?=\\d|T\\d)(?:\\d{1,9}D)?(?:T(?=\\d)(?:\\d{1,9}H)?(?:\\d{1,9}M)?(?:\\d{1,9}(?:\\.\\d{1,9})?S)?)?");
        add(URI.class, "a URI with a scheme such as https:", "uri", uri());
        add(Character.class, "one character", null, "[\\u0000-\\uffff]");
        ALL.put(char.class, ALL.get(Character.class));
        TextShape base64 = text(
                "bytes in Base64", null, "base64", "(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?");
        ALL.put(byte[].class, base64);
    }

    private Formats() {}

    /** What a Java type is in JSON; null where it is no text. */
    static @Nullable TextShape of(Class<?> type) {
        return ALL.get(type);
    }

    /** RFC 3986 with a scheme, but without addresses of IPv6, whose brackets no short expression can judge. */
    private static String uri() {
        String character = "(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})";
        return "[A-Za-z][A-Za-z0-9+.-]*:(?!//$|//#)(?!#)" + character + "+(?:#" + character + "*)?";
    }

    private static void add(Class<?> type, String what, @Nullable String format, String expression) {
        ALL.put(type, text(what, format, null, expression));
    }

    private static TextShape text(String what, @Nullable String format, @Nullable String encoding, String expression) {
        Expression whole = Expression.anywhere("^" + expression + "$", "must be " + what);
        return new TextShape(what, format, encoding, SizeRange.ANY, List.of(whole));
    }
}
