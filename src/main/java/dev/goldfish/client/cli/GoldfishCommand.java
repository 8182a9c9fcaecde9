package dev.goldfish.client.cli;

import picocli.CommandLine.Command;

/** Without a subcommand: the server. */
@Command(
        name = "goldfish",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "A stateless tool server for AI agents, and a client for it. Without a command it serves.",
        footer = {
            "",
            "Examples:",
            "  goldfish serve",
            "  goldfish demo",
            "  goldfish call batch_sum '{\"numbers\":[10,20,30]}'",
            "  goldfish start start_long_task '{\"seconds\":5}' --wait",
            "",
            "Towards a server on this machine the ids and secrets of development mode are the defaults.",
        })
final class GoldfishCommand implements Runnable {
    private final Runnable serve;

    GoldfishCommand(Runnable serve) {
        this.serve = serve;
    }

    @Override
    public void run() {
        serve.run();
    }
}
