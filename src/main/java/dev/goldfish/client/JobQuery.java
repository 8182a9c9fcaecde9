package dev.goldfish.client;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which of the caller's jobs to list, newest first.
 *
 * @param status only jobs of this status on the wire, such as {@code running}; null for all
 * @param limit how many at most; null for the server's default
 * @param cursor where the page before ended; null for the first page
 */
public record JobQuery(
        @Nullable String status,
        @Nullable Integer limit,
        @Nullable String cursor) {
    public static final JobQuery ALL = new JobQuery(null, null, null);

    public JobQuery after(JobPage page) {
        return new JobQuery(status, limit, page.nextCursor());
    }

    Map<String, Object> args() {
        Map<String, Object> args = new LinkedHashMap<>();
        put(args, "status", status);
        put(args, "limit", limit);
        put(args, "cursor", cursor);
        return args;
    }

    private static void put(Map<String, Object> args, String name, @Nullable Object value) {
        if (value != null) {
            args.put(name, value);
        }
    }
}
