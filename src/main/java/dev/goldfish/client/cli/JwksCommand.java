package dev.goldfish.client.cli;

import dev.goldfish.client.PublishedKeys;
import dev.goldfish.signing.PublicKeyText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "jwks",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Prints the public keys that a server publishes, for --server-key-file.",
            "The answer is not signed: over plain HTTP anybody on the way can put in a key of their own. Compare the"
                    + " thumbprint with the one in the server's log before you trust it.",
        },
        footer = {"", "Example:", "  goldfish jwks --url https://tools.example.com > server.jwks"})
final class JwksCommand implements Runnable {
    private final Shell shell;

    @Mixin
    private final ServerUrl server = new ServerUrl();

    JwksCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        String keys = PublishedKeys.fetch(server.get(shell));
        PublicKeyText.all(keys).forEach(key -> shell.notes().line("thumbprint " + key.thumbprint()));
        shell.out().println(keys);
    }
}
