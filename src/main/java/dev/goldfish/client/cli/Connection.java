package dev.goldfish.client.cli;

import dev.goldfish.client.GoldfishClient;
import dev.goldfish.client.GoldfishClientBuilder;
import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which server, as which client. An option goes before its environment variable, that before a default. */
final class Connection {
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final String DEFAULT_URL = "http://localhost:8080";

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "The server's base URL. Default " + DEFAULT_URL + "; GOLDFISH_URL")
    @Nullable
    String url;

    @Option(names = "--server-id", paramLabel = "ID", description = "The id of the server. GOLDFISH_SERVER_ID")
    @Nullable
    String serverId;

    @Option(names = "--client-id", paramLabel = "ID", description = "The id of this client. GOLDFISH_CLIENT_ID")
    @Nullable
    String clientId;

    @Option(
            names = "--secret-file",
            paramLabel = "FILE",
            description = "A file with this client's secret; or the secret itself in GOLDFISH_SECRET")
    @Nullable
    String secretFile;

    @Option(
            names = "--server-secret-file",
            paramLabel = "FILE",
            description = "A file with the server's secret, for a server that signs replies under it; or the secret"
                    + " itself in GOLDFISH_SERVER_SECRET")
    @Nullable
    String serverSecretFile;

    @Option(
            names = {"-v", "--verbose"},
            description = "Show on stderr what is sent (>) and received (<), byte for byte")
    boolean verbose;

    GoldfishClient open(Shell shell) {
        String server = url(shell);
        GoldfishClientBuilder builder = GoldfishClient.builder().url(server);
        boolean local = isThisMachine(server);
        String secret = Secrets.find(secretFile, "GOLDFISH_SECRET", shell);
        String serverSecret = Secrets.find(serverSecretFile, "GOLDFISH_SERVER_SECRET", shell);
        if (local && secret == null) {
            // Who has a secret of their own has no server with the one below.
            serverSecret = serverSecret == null ? "server_secret_key_123" : serverSecret;
            secret = "client_secret_key_456";
        }
        if (secret == null) {
            throw missing("client's secret", "--secret-file", "GOLDFISH_SECRET");
        }
        builder.serverId(setting(serverId, "server id", "--server-id", "GOLDFISH_SERVER_ID", "mcp-server-001", shell))
                .clientId(setting(clientId, "client id", "--client-id", "GOLDFISH_CLIENT_ID", "client-001", shell))
                .secret(secret)
                .wire(new WirePrinter(shell.notes(), verbose));
        return (serverSecret == null ? builder : builder.serverSecret(serverSecret)).build();
    }

    String url(Shell shell) {
        String variable = shell.variable("GOLDFISH_URL");
        return url != null ? url : variable != null ? variable : DEFAULT_URL;
    }

    private String setting(
            @Nullable String given, String what, String option, String variable, String local, Shell shell) {
        String value = given != null ? given : shell.variable(variable);
        if (value != null) {
            return value;
        }
        if (isThisMachine(url(shell))) {
            return local;
        }
        throw missing(what, option, variable);
    }

    private static boolean isThisMachine(String url) {
        return THIS_MACHINE.contains(String.valueOf(URI.create(url).getHost()));
    }

    private static UsageException missing(String what, String option, String variable) {
        return new UsageException("the " + what + " is missing: give " + option + " or set " + variable
                + " (there are defaults for a server on this machine only)");
    }
}
