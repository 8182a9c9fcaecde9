package dev.goldfish.client.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What is done to a registry of clients; servers that read the file take changes up by themselves. */
@Command(
        name = "client",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Edits the clients file of a server: atomically, and never into one that a server would refuse.",
        footer = {
            "",
            "Examples:",
            "  goldfish client add reporting --tool batch_sum --out reporting.secret",
            "  goldfish client rotate reporting --overlap 48h --out reporting.new.secret",
            "  goldfish client disable reporting",
            "  goldfish client list",
        })
final class ClientCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say which: add, rotate, disable or list");
    }
}
