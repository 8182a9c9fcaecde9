package dev.goldfish.client.cli;

import dev.goldfish.signing.Ed25519Key;
import dev.goldfish.signing.SigningKey;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "keygen",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Makes a fresh secret: 32 random bytes as 43 characters of base64url; or an Ed25519 pair.",
            "A secret is printed, or written to --out, which only its owner can read. A private key (PKCS#8, PEM) is"
                    + " always written to --out, and its public key printed, as the registry takes it.",
        },
        footer = {
            "",
            "Examples:",
            "  goldfish keygen --out client.secret",
            "  goldfish keygen --ed25519 --out client.pem",
        })
final class KeygenCommand implements Runnable {
    private final Shell shell;

    @Option(names = "--ed25519", description = "Make an Ed25519 pair")
    private boolean ed25519;

    @Option(names = "--out", paramLabel = "FILE", description = "Where the secret or private key goes")
    private @Nullable Path out;

    @Option(names = "--force", description = "Replace the file where it exists")
    private boolean force;

    KeygenCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        if (ed25519) {
            pair();
        } else {
            secret();
        }
    }

    private void secret() {
        String secret = FreshSecret.make();
        if (out == null) {
            shell.print(secret);
        } else {
            PrivateFile.write(out, secret + "\n", force);
        }
        shell.notes()
                .line("Key id " + SigningKey.of(secret).fingerprint()
                        + ". Keep the secret in a file that only you can read, register it with the server for one"
                        + " client, and call with --secret-file or GOLDFISH_SECRET."
                        + (out == null ? " It is shown only here." : ""));
    }

    private void pair() {
        if (out == null) {
            throw new UsageException("a private key is not printed: name a file for it with --out");
        }
        Ed25519Key key = Ed25519Key.generate();
        PrivateFile.write(out, key.pem(), force);
        shell.print(key.publicKey().base64url());
        shell.notes()
                .line("Key id " + key.publicKey().fingerprint() + ". The private key is in " + out
                        + ". A client's public key is registered with the server, and the client calls with"
                        + " --key-file; a server is given its own as goldfish.server-key-file.");
    }
}
