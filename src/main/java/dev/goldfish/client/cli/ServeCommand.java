package dev.goldfish.client.cli;

import picocli.CommandLine.Command;

@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Runs the server until it is stopped (the default).")
final class ServeCommand implements Runnable {
    private final Runnable serve;

    ServeCommand(Runnable serve) {
        this.serve = serve;
    }

    @Override
    public void run() {
        serve.run();
    }
}
