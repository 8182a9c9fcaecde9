package dev.goldfish.client.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the server is. */
final class ServerUrl {
    private static final String DEFAULT_URL = "http://localhost:8080";

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "The server's base URL. Default " + DEFAULT_URL + "; GOLDFISH_URL")
    @Nullable
    String url;

    String get(Shell shell) {
        String variable = shell.variable("GOLDFISH_URL");
        return url != null ? url : variable != null ? variable : DEFAULT_URL;
    }
}
