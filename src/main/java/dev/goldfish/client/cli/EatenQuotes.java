package dev.goldfish.client.cli;

import java.util.Arrays;

/** JSON on a command line of PowerShell or cmd.exe, which take its double quotes away. */
final class EatenQuotes {
    private EatenQuotes() {}

    /** A clause that says what to do; empty where no argument looks like that. */
    static String hint(Iterable<String> args) {
        for (String arg : args) {
            boolean object = arg.startsWith("{") || arg.startsWith("'{");
            boolean quoted = arg.startsWith("'") || arg.indexOf('"') < 0;
            if (object && quoted && !arg.replaceAll("\\s", "").equals("{}")) {
                return "; the shell took its quotes: put the JSON into a file and give @FILE";
            }
        }
        return "";
    }

    static String hint(String... args) {
        return hint(Arrays.asList(args));
    }
}
