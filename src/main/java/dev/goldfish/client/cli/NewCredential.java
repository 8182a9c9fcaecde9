package dev.goldfish.client.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.goldfish.signing.Ed25519PublicKey;
import dev.goldfish.signing.PublicKeyText;
import dev.goldfish.signing.SigningKey;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a client gets to sign with: a new secret, unless it has made an Ed25519 pair and gives the public key. */
final class NewCredential {
    private final String secret = FreshSecret.make();

    @Option(
            names = "--public-key",
            paramLabel = "FILE",
            description = "Register this Ed25519 public key (PEM, JWK or base64url) in place of a new secret")
    private @Nullable String publicKeyFile;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Write the new secret to this file, which only its owner can read; default: print it")
    private @Nullable Path out;

    @Option(names = "--force", description = "Replace the file of --out where it exists")
    private boolean force;

    /** That of the file, once it was read. */
    private @Nullable Ed25519PublicKey publicKey;

    /** Puts it first among a client's secrets or public keys. */
    void addTo(ObjectNode client) {
        if (publicKeyFile == null) {
            array(client, "secrets").insert(0, secret);
        } else {
            array(client, "public_keys").insert(0, publicKey(publicKeyFile).base64url());
        }
    }

    /** Writes a new secret to its file, if it gets one. */
    @Nullable
    PrivateFile prepare() {
        return publicKeyFile == null && out != null ? PrivateFile.prepare(out, secret + "\n", force) : null;
    }

    /** Prints a new secret that has no file: before the registry holds it, so that none is registered that nobody has. */
    void print(Shell shell) {
        if (publicKeyFile == null && out == null) {
            shell.print(secret);
        }
    }

    String keyId() {
        return publicKeyFile == null
                ? SigningKey.of(secret).fingerprint()
                : publicKey(publicKeyFile).fingerprint();
    }

    private Ed25519PublicKey publicKey(String file) {
        if (publicKey == null) {
            String text = Secrets.text(file, "--public-key");
            try {
                publicKey = PublicKeyText.one(text);
            } catch (IllegalArgumentException e) {
                throw new UsageException(file + ": " + e.getMessage(), e);
            }
        }
        return publicKey;
    }

    private static ArrayNode array(ObjectNode client, String field) {
        return client.withArray("/" + field);
    }
}
