package dev.goldfish;

import dev.goldfish.client.cli.Cli;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

@QuarkusMain
public final class Main {
    private Main() {}

    public static void main(String... args) {
        // Before the HTTP client logs its first line, or JBoss complains.
        System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
        int exitCode = Cli.run(args, () -> Quarkus.run(args));
        // Dev mode restarts the server inside this process: leave it alone when all is well.
        if (exitCode != 0) {
            System.exit(exitCode);
        }
    }
}
