package dev.goldfish.client.cli;

import java.io.PrintStream;

/** Messages for people, on stderr. What a terminal would obey or hide is taken out: it could be a stranger's. */
final class Notes {
    private final PrintStream err;
    private final boolean terminal;
    private int updating;

    Notes(PrintStream err, boolean terminal) {
        this.err = err;
        this.terminal = terminal;
    }

    PrintStream stream() {
        return err;
    }

    void line(String text) {
        clear();
        err.println(printable(text));
    }

    /** A line that only a person needs. */
    void remark(String text) {
        if (terminal) {
            line(text);
        }
    }

    /** A line that the next one replaces; on a terminal only. */
    void update(String text) {
        if (terminal) {
            String line = printable(text);
            err.print("\r" + line + " ".repeat(Math.max(0, updating - line.length())));
            err.flush();
            updating = line.length();
        }
    }

    void clear() {
        if (updating > 0) {
            err.print("\r" + " ".repeat(updating) + "\r");
            err.flush();
            updating = 0;
        }
    }

    static String printable(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(c -> clean.appendCodePoint(isPrintable(c) ? c : '?'));
        return clean.toString();
    }

    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
