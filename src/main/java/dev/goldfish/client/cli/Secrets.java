package dev.goldfish.client.cli;

import dev.goldfish.signing.SecretText;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where secrets come from: never the command line, which everyone on the machine can read. */
final class Secrets {
    private Secrets() {}

    static @Nullable String find(@Nullable String file, String variable, Shell shell) {
        return file == null ? shell.variable(variable) : read(file);
    }

    static String read(String file) {
        try {
            String secret = SecretText.of(Files.readString(Path.of(file)));
            if (secret.isEmpty()) {
                throw new UsageException("the secret file " + file + " is empty");
            }
            return secret;
        } catch (CharacterCodingException e) {
            throw new UsageException("the secret file " + file + " is not UTF-8", e);
        } catch (IOException | InvalidPathException e) {
            throw new UsageException("cannot read the secret file " + file, e);
        }
    }
}
