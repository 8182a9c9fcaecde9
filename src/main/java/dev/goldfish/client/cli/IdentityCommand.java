package dev.goldfish.client.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "identity",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Prints who the server is, its limits, and the tools granted to this client with their schemas.",
        footer = {"", "Example:", "  goldfish identity --pretty"})
final class IdentityCommand implements Runnable {
    private final Shell shell;

    @Mixin
    private final Printing printing = new Printing();

    @Mixin
    private final Connection connection = new Connection();

    IdentityCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        printing.print(connection.open(shell).call("server_identity", Map.of()).json(), shell);
    }
}
