package dev.goldfish.audit;

import dev.goldfish.eventloop.OneTurn;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/**
 * Events as lines of JSON, each an object as the server's log has them, written to a stream without the detour through the
 * logging system, which costs more than a signature. The events of one turn of an event loop are written together.
 */
public final class JsonTrail implements AuditTrail {
    /** What a pipe takes in one piece, whoever else writes to it (POSIX {@code PIPE_BUF} on Linux). */
    private static final int MOST_BYTES = 4096;

    private static final String REST =
            "\",\"loggerName\":\"" + CATEGORY + "\",\"level\":\"INFO\",\"message\":\"call\",\"mdc\":{";

    private static final int MOST_AT_ONCE = 64;

    private record Second(long epoch, String text) {}

    private final OneTurn<String> turn = new OneTurn<>(MOST_AT_ONCE, (destination, lines) -> write(lines));
    private final OutputStream out;
    private final Clock clock;
    private volatile Second second = new Second(-1, "");

    public JsonTrail(OutputStream out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void add(AuditEvent event) {
        turn.add("", line(event));
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

    private void write(List<String> lines) {
        StringBuilder piece = new StringBuilder();
        for (String line : lines) {
            if (piece.length() + line.length() > MOST_BYTES) {
                write(piece);
                piece.setLength(0);
            }
            piece.append(line);
        }
        write(piece);
    }

    private void write(CharSequence piece) {
        try {
            out.write(piece.toString().getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            // Standard output is closed or full: nobody is left who could be told.
        }
    }
}
