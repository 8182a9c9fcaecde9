package dev.goldfish.client.cli;

import dev.goldfish.client.GoldfishException;
import dev.goldfish.client.RefusedException;
import dev.goldfish.client.Wire;
import dev.goldfish.protocol.ErrorCode;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;

/** Shows what travels: printable ASCII as it is, every other byte as {@code \xNN}, so that nothing can fake a line. */
final class WirePrinter implements Wire {
    private static final HexFormat HEX = HexFormat.of();

    private final Notes notes;
    private final boolean verbose;

    WirePrinter(Notes notes, boolean verbose) {
        this.notes = notes;
        this.verbose = verbose;
    }

    @Override
    public void sent(byte[] envelope) {
        if (verbose) {
            notes.line("> " + text(envelope));
        }
    }

    @Override
    public void received(int httpStatus, byte[] body) {
        if (verbose) {
            notes.line("< " + text(body));
        }
    }

    @Override
    public void retrying(GoldfishException because, Duration pause) {
        String note = String.format(
                Locale.ROOT, "%s; trying again in %.1f s", because.getMessage(), pause.toMillis() / 1000.0);
        if (verbose) {
            notes.line(note);
        } else if (because instanceof RefusedException refused && refused.code() == ErrorCode.REQUEST_IN_PROGRESS) {
            notes.update("still running");
        } else {
            notes.remark(note);
        }
    }

    private static String text(byte[] bytes) {
        StringBuilder text = new StringBuilder(bytes.length);
        for (byte b : bytes) {
            if (b >= 0x20 && b <= 0x7e) {
                text.append((char) b);
            } else {
                text.append("\\x").append(HEX.toHexDigits(b));
            }
        }
        return text.toString();
    }
}
