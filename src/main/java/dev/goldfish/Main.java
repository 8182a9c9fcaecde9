package dev.goldfish;

import dev.goldfish.access.RegistryFile;
import dev.goldfish.access.ReplyKeys;
import dev.goldfish.client.cli.Cli;
import dev.goldfish.signing.Ed25519Key;
import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

@QuarkusMain
public final class Main {
    /** Says its version before anything is configured. Kept: a level is forgotten with its logger. */
    private static @Nullable Logger hibernate;

    private Main() {}

    public static void main(String... args) {
        // Before the HTTP client logs its first line, or JBoss complains.
        System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
        hibernate = Logger.getLogger("org.hibernate.validator.internal.util.Version");
        hibernate.setLevel(Level.WARNING);
        int exitCode = Cli.run(args, () -> Quarkus.run(null, Main::ended, args), Main::checkRegistry);
        // Dev mode restarts the server inside this process: leave it alone when all is well.
        if (exitCode != 0) {
            System.exit(exitCode);
        }
    }

    /** In place of Quarkus' own words, which are a stack trace as JSON for most failures. */
    private static void ended(int exitCode, @Nullable Throwable failure) {
        if (failure != null) {
            StartFailure.lines(failure).forEach(System.err::println);
        }
        ApplicationLifecycleManager.getDefaultExitCodeHandler().accept(exitCode, failure);
    }

    private static void checkRegistry(String json, Path path) {
        // Which keys the server has is not known here; that it has one is assumed.
        ReplyKeys replyKeys = new ReplyKeys(secret -> secret, Ed25519Key.generate());
        new RegistryFile(Secrets.MIN_BYTES, replyKeys).parse(json, path);
    }
}
