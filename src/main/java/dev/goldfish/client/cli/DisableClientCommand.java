package dev.goldfish.client.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "disable",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Has a client answered as if nobody knew it. Its entry stays.")
final class DisableClientCommand implements Runnable {
    private final Shell shell;
    private final RegistryCheck check;

    @Parameters(paramLabel = "ID", description = "The client's id")
    private String id = "";

    @Option(names = "--undo", description = "Enable it again")
    private boolean undo;

    @Mixin
    private final ClientsFile file = new ClientsFile();

    DisableClientCommand(Shell shell, RegistryCheck check) {
        this.shell = shell;
        this.check = check;
    }

    @Override
    public void run() {
        file.edit(shell, check, this::disable, () -> null, () -> {});
    }

    private void disable(ObjectNode clients) {
        ClientsFile.existing(clients, id).put("enabled", undo);
    }
}
