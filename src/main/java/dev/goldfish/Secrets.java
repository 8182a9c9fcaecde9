package dev.goldfish;

import dev.goldfish.access.OpenFiles;
import dev.goldfish.server.ServerConfig;
import dev.goldfish.signing.Ed25519Key;
import dev.goldfish.signing.SecretFile;
import dev.goldfish.signing.SecretText;
import dev.goldfish.signing.SigningKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads the server's secrets and its key from where the configuration says, and no further. */
final class Secrets {
    static final int MIN_BYTES = 32;

    static final String MISSING = "goldfish.server-secret-file is not set: name a file with " + MIN_BYTES + " to "
            + SigningKey.MAX_SECRET_BYTES
            + " bytes of secret (or set GOLDFISH_SERVER_SECRET); the keygen command makes one";

    private Secrets() {}

    static SigningKey server(ServerConfig config, boolean production) {
        return find(config.serverSecretFile(), config.serverSecret(), "goldfish.server-secret", production)
                .orElseThrow(() -> new StartupException(MISSING));
    }

    /** Where none is set, that of the server. */
    static SigningKey jobIds(ServerConfig config, SigningKey server, boolean production) {
        return find(config.jobIdSecretFile(), config.jobIdSecret(), "goldfish.job-id-secret", production)
                .orElse(server);
    }

    static @Nullable Ed25519Key serverKey(ServerConfig config) {
        return config.serverKeyFile()
                .map(file -> {
                    String pem = read(file, "goldfish.server-key-file");
                    try {
                        return Ed25519Key.parse(pem);
                    } catch (IllegalArgumentException e) {
                        throw new StartupException("goldfish.server-key-file " + file + ": " + e.getMessage());
                    }
                })
                .orElse(null);
    }

    private static Optional<SigningKey> find(
            Optional<Path> file, Optional<String> text, String property, boolean production) {
        return file.map(path ->
                        checked("", () -> SecretText.ofFile(property + "-file", read(path, property + "-file"))))
                .or(() -> text.map(secret -> checked("", () -> SecretText.of(property, secret))))
                .map(secret -> {
                    int bytes = secret.getBytes(StandardCharsets.UTF_8).length;
                    if (bytes == 0 || (production && (bytes < MIN_BYTES || bytes > SigningKey.MAX_SECRET_BYTES))) {
                        throw new StartupException(property + " has " + bytes + " bytes: it must have " + MIN_BYTES
                                + " to " + SigningKey.MAX_SECRET_BYTES + "; the keygen command makes one");
                    }
                    return SigningKey.of(secret);
                });
    }

    private static String read(Path file, String property) {
        String text = checked(property + ": ", () -> SecretFile.read(file));
        OpenFiles.warnOf(file);
        return text;
    }

    private static String checked(String where, Supplier<String> secret) {
        try {
            return secret.get();
        } catch (IllegalArgumentException e) {
            throw new StartupException(where + e.getMessage());
        }
    }
}
