package dev.goldfish.audit;

import java.io.OutputStream;
import java.time.Clock;
import java.time.Instant;

/**
 * Events as lines of JSON, each an object as the server's log has them, written to a stream without the detour through the
 * logging system, which costs more than twice as much. Where the stream takes no more, events are dropped and counted.
 */
public final class JsonTrail implements AuditTrail {
    /** Some seconds' events of a busy replica, or some megabytes. */
    private static final int MOST_WAITING = 8_192;

    private static final String REST =
            "\",\"loggerName\":\"" + CATEGORY + "\",\"level\":\"INFO\",\"message\":\"call\",\"mdc\":{";

    private record Second(long epoch, String text) {}

    private final LineWriter writer;
    private final Clock clock;
    private volatile Second second = new Second(-1, "");

    public JsonTrail(OutputStream out, Clock clock) {
        this.clock = clock;
        this.writer = new LineWriter(out, MOST_WAITING, count -> line(new AuditEvent().with("events_dropped", count)));
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void add(AuditEvent event) {
        writer.add(line(event));
    }

    @Override
    public long dropped() {
        return writer.dropped();
    }

    @Override
    public void close() {
        writer.close();
    }

    private String line(AuditEvent event) {
        StringBuilder line = new StringBuilder(512).append("{\"timestamp\":\"");
        appendNow(line);
        line.append(REST);
        int empty = line.length();
        event.forEach((name, value) -> {
            line.append(line.length() == empty ? "\"" : ",\"").append(name).append("\":\"");
            appendEscaped(line, value);
            line.append('"');
        });
        return line.append("}}\n").toString();
    }

    /** In ISO 8601 with milliseconds. Formatting costs much, and what stands before the point changes once a second. */
    private void appendNow(StringBuilder line) {
        long now = clock.millis();
        Second current = second;
        if (current.epoch() != now / 1_000) {
            String text = Instant.ofEpochSecond(now / 1_000).toString();
            current = new Second(now / 1_000, text.substring(0, text.length() - 1));
            second = current;
        }
        long millis = now % 1_000;
        line.append(current.text())
                .append(millis < 10 ? ".00" : millis < 100 ? ".0" : ".")
                .append(millis)
                .append('Z');
    }

    /** Of printable ASCII. */
    private static void appendEscaped(StringBuilder line, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                line.append('\\');
            }
            line.append(c);
        }
    }
}
