package dev.goldfish.client.cli;

import java.io.Console;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a command sees of the world around it.
 *
 * @param out for results
 * @param notes for everything else
 * @param terminal whether a person is looking on
 */
record Shell(Map<String, String> env, InputStream in, PrintStream out, Notes notes, boolean terminal) {
    static Shell of(Map<String, String> env, InputStream in, PrintStream out, PrintStream err, boolean terminal) {
        return new Shell(env, in, out, new Notes(err, terminal), terminal);
    }

    static Shell system() {
        return of(System.getenv(), System.in, System.out, System.err, isTerminal());
    }

    /** Writes lines of a result, the only way that one gets out; fails where they do not. */
    void print(List<String> lines) {
        notes.clear();
        lines.forEach(out::println);
        if (out.checkError()) {
            throw new UsageException("cannot write the result to standard output");
        }
    }

    void print(String line) {
        print(List.of(line));
    }

    /** The value of an environment variable, or null where it is missing or empty. */
    @Nullable
    String variable(String name) {
        String value = env.get(name);
        if (value != null && isLost(value)) {
            throw new UsageException(name + " has characters that this Java could not decode: set LC_ALL=C.UTF-8");
        }
        return value == null || value.isEmpty() ? null : value;
    }

    /** Whether a text came through a locale that could not hold it, such as LANG=C: Java has put U+FFFD in then. */
    static boolean isLost(String text) {
        return text.indexOf('\ufffd') >= 0;
    }

    private static boolean isTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            // From Java 22 on there may be a console without a terminal, and this method to tell.
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }
}
