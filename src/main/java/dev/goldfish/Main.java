package dev.goldfish;

import dev.goldfish.access.RegistryFile;
import dev.goldfish.access.ReplyKeys;
import dev.goldfish.client.cli.Cli;
import dev.goldfish.signing.Ed25519Key;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.nio.file.Path;

@QuarkusMain
public final class Main {
    private Main() {}

    public static void main(String... args) {
        // Before the HTTP client logs its first line, or JBoss complains.
        System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
        int exitCode = Cli.run(args, () -> Quarkus.run(args), Main::checkRegistry);
        // Dev mode restarts the server inside this process: leave it alone when all is well.
        if (exitCode != 0) {
            System.exit(exitCode);
        }
    }

    private static void checkRegistry(String json, Path path) {
        // Which keys the server has is not known here; that it has one is assumed.
        ReplyKeys replyKeys = new ReplyKeys(secret -> secret, Ed25519Key.generate());
        new RegistryFile(Secrets.MIN_BYTES, replyKeys).parse(json, path);
    }
}
