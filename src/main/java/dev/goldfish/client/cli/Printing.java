package dev.goldfish.client.cli;

import picocli.CommandLine.Option;

/** How a result is printed: indented for a person, on one line for a program. */
final class Printing {
    @Option(names = "--pretty", description = "Indent the JSON; on a terminal it always is")
    boolean pretty;

    void print(String canonicalJson, Shell shell) {
        shell.print(pretty || shell.terminal() ? PrettyJson.of(canonicalJson) : canonicalJson);
    }
}
