package dev.goldfish.client.cli;

import dev.goldfish.client.GoldfishClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "call",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Calls a tool and prints its result as JSON.",
        footer = {
            "",
            "Examples:",
            "  goldfish call batch_sum '{\"numbers\":[10,20,30]}'",
            "  goldfish call batch_sum @numbers.json",
            "  echo '{\"numbers\":[1]}' | goldfish call batch_sum -",
        })
final class CallCommand implements Runnable {
    private final Shell shell;

    @Mixin
    private final ToolArgs work = new ToolArgs();

    @Mixin
    private final Printing printing = new Printing();

    @Mixin
    private final Connection connection = new Connection();

    CallCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        GoldfishClient client = connection.open(shell);
        String args = work.json(shell);
        printing.print(
                (work.requestId.isEmpty() ? client.call(work.tool, args) : client.call(work.tool, args, work.requestId))
                        .json(),
                shell);
    }
}
