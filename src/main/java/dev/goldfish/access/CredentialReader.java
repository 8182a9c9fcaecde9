package dev.goldfish.access;

import com.fasterxml.jackson.databind.JsonNode;
import dev.goldfish.signing.Ed25519Key;
import dev.goldfish.signing.Ed25519PublicKey;
import dev.goldfish.signing.PublicKeyText;
import dev.goldfish.signing.SecretText;
import dev.goldfish.signing.SigningKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Reads the credentials of one registry, each of which may be there only once. */
final class CredentialReader {
    private static final String NOT_BEFORE = "not_before";
    private static final String NOT_AFTER = "not_after";
    private static final String SECRET = "secret";
    private static final String SECRET_FILE = "secret_file";
    private static final String KEY = "ed25519";
    private static final String KEY_FILE = "ed25519_file";

    private final int minSecretBytes;
    private final ReplyKeys replyKeys;
    private final UnaryOperator<String> files;
    private final Map<String, String> owners = new HashMap<>();

    /** @param files reads a text by its path; throws {@link IllegalArgumentException} where it cannot */
    CredentialReader(int minSecretBytes, ReplyKeys replyKeys, UnaryOperator<String> files) {
        this.minSecretBytes = minSecretBytes;
        this.replyKeys = replyKeys;
        this.files = files;
    }

    /** A string, or {@code {"secret": ...}} or {@code {"secret_file": ...}} with optional limits in time. */
    Credential secret(String client, JsonNode json) {
        String where = "client " + client + ": a secret";
        Given given = given(where, json, SECRET, SECRET_FILE);
        String secret = given.ofFile() ? SecretText.ofFile(where, given.text()) : SecretText.of(where, given.text());
        int bytes = secret.getBytes(StandardCharsets.UTF_8).length;
        if (bytes < minSecretBytes || bytes > SigningKey.MAX_SECRET_BYTES) {
            throw new IllegalArgumentException(where + " must have " + minSecretBytes + " to "
                    + SigningKey.MAX_SECRET_BYTES + " bytes; make one with the keygen command");
        }
        SigningKey key = SigningKey.of(secret);
        return once(client, new Credential(key, replyKeys.forSecret().apply(key), given.validity()));
    }

    /** A string, or {@code {"ed25519": ...}} or {@code {"ed25519_file": ...}} with optional limits in time. */
    Credential publicKey(String client, JsonNode json) {
        String where = "client " + client + ": a public key";
        Ed25519Key serverKey = replyKeys.forPublicKeys();
        if (serverKey == null) {
            throw new IllegalArgumentException(where + " needs a server that has a key of its own to answer with: set"
                    + " goldfish.server-key-file");
        }
        Given given = given(where, json, KEY, KEY_FILE);
        return once(client, new Credential(parsed(where, given.text()), serverKey, given.validity()));
    }

    /** What the registry says of a credential. */
    private record Given(String text, boolean ofFile, Validity validity) {
        @Override
        public String toString() {
            return "Given[text=<redacted>, ofFile=" + ofFile + ", validity=" + validity + "]";
        }
    }

    private Given given(String where, JsonNode json, String field, String fileField) {
        if (json.isTextual()) {
            return new Given(json.textValue(), false, Validity.ALWAYS);
        }
        RegistryObject entry = new RegistryObject(where, json, Set.of(field, fileField, NOT_BEFORE, NOT_AFTER));
        String inline = entry.text(field);
        String file = entry.text(fileField);
        if ((inline == null) == (file == null)) {
            throw entry.wrong("needs either \"" + field + "\" or \"" + fileField + "\"");
        }
        String text = file == null ? String.valueOf(inline) : read(entry, file);
        return new Given(text, file != null, validity(entry));
    }

    private static Ed25519PublicKey parsed(String where, String text) {
        try {
            return PublicKeyText.one(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(where + ": " + e.getMessage());
        }
    }

    private String read(RegistryObject entry, String file) {
        try {
            return files.apply(file);
        } catch (IllegalArgumentException e) {
            throw entry.wrong(String.valueOf(e.getMessage()));
        }
    }

    private static Validity validity(RegistryObject entry) {
        Instant notBefore = entry.instant(NOT_BEFORE);
        Instant notAfter = entry.instant(NOT_AFTER);
        try {
            return new Validity(notBefore, notAfter);
        } catch (IllegalArgumentException e) {
            throw entry.wrong(String.valueOf(e.getMessage()));
        }
    }

    private Credential once(String client, Credential credential) {
        String owner = owners.putIfAbsent(credential.kid(), client);
        if (owner != null) {
            throw new IllegalArgumentException(
                    owner.equals(client)
                            ? "client " + client + " has the same secret or key twice"
                            : "clients " + owner + " and " + client + " have the same secret or key");
        }
        return credential;
    }
}
