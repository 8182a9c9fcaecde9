package dev.goldfish;

import dev.goldfish.server.ServerConfig;
import dev.goldfish.signing.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the server's secret from where the configuration says, and no further. */
final class Secrets {
    static final int MIN_BYTES = 32;

    private Secrets() {}

    static String server(ServerConfig config, boolean production) {
        String secret = config.serverSecretFile()
                .map(Secrets::read)
                .or(config::serverSecret)
                .orElseThrow(() -> new StartupException("goldfish.server-secret-file is not set: name a file with "
                        + MIN_BYTES + " to " + SigningKey.MAX_SECRET_BYTES
                        + " bytes of secret (or set GOLDFISH_SERVER_SECRET); the"
                        + " keygen command makes one"));
        int bytes = secret.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || (production && (bytes < MIN_BYTES || bytes > SigningKey.MAX_SECRET_BYTES))) {
            throw new StartupException("the server's secret has " + bytes + " bytes: it must have " + MIN_BYTES + " to "
                    + SigningKey.MAX_SECRET_BYTES + "; the keygen command makes one");
        }
        return secret;
    }

    private static String read(Path file) {
        try {
            String text = Files.readString(file);
            return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        } catch (IOException e) {
            throw new StartupException("goldfish.server-secret-file cannot be read: " + file);
        }
    }
}
