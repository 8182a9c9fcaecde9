package dev.goldfish.client.cli;

import java.security.SecureRandom;
import java.util.Base64;
import picocli.CommandLine.Command;

@Command(
        name = "keygen",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Prints a fresh secret: 32 random bytes as 43 characters of base64url.",
        footer = {"", "Example:", "  (umask 077 && goldfish keygen > client.secret)"})
final class KeygenCommand implements Runnable {
    private static final int SECRET_BYTES = 32;

    private final Shell shell;

    KeygenCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        shell.out().println(Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
        shell.notes()
                .line("Keep it in a file that only you can read, register it with the server for one client,"
                        + " and call with --secret-file or GOLDFISH_SECRET. It is shown only here.");
    }
}
