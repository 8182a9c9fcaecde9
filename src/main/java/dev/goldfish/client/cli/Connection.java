package dev.goldfish.client.cli;

import dev.goldfish.client.GoldfishClient;
import dev.goldfish.client.GoldfishClientBuilder;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which server, as which client. An option goes before its environment variable, that before a default. */
final class Connection {
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final String SERVER_SECRET_FILE = "--server-secret-file";

    @Mixin
    private final ServerUrl server = new ServerUrl();

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
            names = SERVER_SECRET_FILE,
            paramLabel = "FILE",
            description = "A file with the server's secret, for a server that signs replies under it; twice while that"
                    + " is being rotated; or the secret itself in GOLDFISH_SERVER_SECRET")
    List<String> serverSecretFiles = List.of();

    @Option(
            names = "--key-file",
            paramLabel = "FILE",
            description = "A file with this client's Ed25519 private key (PEM), in place of a secret; or the key itself"
                    + " in GOLDFISH_KEY")
    @Nullable
    String keyFile;

    @Option(
            names = "--server-key-file",
            paramLabel = "FILE",
            description = "A file with the server's public key (PEM, JWK or a set of them), for a client with a"
                    + " private key; or the key itself in GOLDFISH_SERVER_KEY")
    @Nullable
    String serverKeyFile;

    @Option(
            names = {"-v", "--verbose"},
            description = "Show on stderr what is sent (>) and received (<), byte for byte")
    boolean verbose;

    GoldfishClient open(Shell shell) {
        return settings(shell).build();
    }

    GoldfishClientBuilder settings(Shell shell) {
        GoldfishClientBuilder builder = GoldfishClient.builder().url(url(shell));
        String key = key(shell);
        if (key == null) {
            withSecret(builder, shell);
        } else {
            withKey(builder, key, shell);
        }
        return builder.serverId(
                        setting(serverId, "server id", "--server-id", "GOLDFISH_SERVER_ID", "mcp-server-001", shell))
                .clientId(setting(clientId, "client id", "--client-id", "GOLDFISH_CLIENT_ID", "client-001", shell))
                .wire(new WirePrinter(shell.notes(), verbose));
    }

    private void withSecret(GoldfishClientBuilder builder, Shell shell) {
        String secret = Secrets.secret(secretFile, "--secret-file", "GOLDFISH_SECRET", shell);
        List<String> serverSecrets = new ArrayList<>();
        serverSecretFiles.forEach(file -> serverSecrets.add(Secrets.secret(file, SERVER_SECRET_FILE)));
        String serverSecret = serverSecrets.isEmpty()
                ? Secrets.secret(null, SERVER_SECRET_FILE, "GOLDFISH_SERVER_SECRET", shell)
                : null;
        if (serverSecret != null) {
            serverSecrets.add(serverSecret);
        }
        if (secret == null && isThisMachine(url(shell))) {
            // Who has a secret of their own has no server with the one below.
            secret = "client_secret_key_456";
            if (serverSecrets.isEmpty()) {
                serverSecrets.add("server_secret_key_123");
            }
        }
        if (secret == null) {
            throw missing("client's secret", "--secret-file", "GOLDFISH_SECRET");
        }
        builder.secret(secret);
        if (!serverSecrets.isEmpty()) {
            builder.serverSecret(
                    serverSecrets.get(0),
                    serverSecrets.subList(1, serverSecrets.size()).toArray(String[]::new));
        }
    }

    private void withKey(GoldfishClientBuilder builder, String key, Shell shell) {
        String serverKey = Secrets.key(serverKeyFile, "--server-key-file", "GOLDFISH_SERVER_KEY", shell);
        if (serverKey == null) {
            throw new UsageException("a client with a private key needs the server's public key: give --server-key-file"
                    + " or set GOLDFISH_SERVER_KEY; 'goldfish jwks' shows what the server says it is");
        }
        builder.privateKey(key).serverKey(serverKey);
    }

    /** The private key, or null where the client has a secret. */
    private @Nullable String key(Shell shell) {
        if (keyFile != null && secretFile != null) {
            throw new UsageException("give either --secret-file or --key-file");
        }
        return secretFile == null ? Secrets.key(keyFile, "--key-file", "GOLDFISH_KEY", shell) : null;
    }

    String url(Shell shell) {
        return server.get(shell);
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
        try {
            return THIS_MACHINE.contains(String.valueOf(new URI(url).getHost()));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static UsageException missing(String what, String option, String variable) {
        return new UsageException("the " + what + " is missing: give " + option + " or set " + variable
                + " (there are defaults for a server on this machine only)");
    }
}
