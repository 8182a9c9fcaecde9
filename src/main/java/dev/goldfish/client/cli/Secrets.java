package dev.goldfish.client.cli;

import dev.goldfish.signing.SecretFile;
import dev.goldfish.signing.SecretText;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where secrets come from: never the command line, which everyone on the machine can read. */
final class Secrets {
    private Secrets() {}

    /** A secret of the file that an option names, or of a variable; null where neither is given. */
    static @Nullable String secret(@Nullable String file, String option, String variable, Shell shell) {
        if (file != null) {
            return secret(file, option);
        }
        String value = shell.variable(variable);
        return value == null ? null : checked("", () -> SecretText.of(variable, value));
    }

    /** The secret of the file that an option names. */
    static String secret(String file, String option) {
        String text = text(file, option);
        return notEmpty(checked("", () -> SecretText.ofFile(option + ": the secret", text)), option);
    }

    /** The text of a key, in the file that an option names or in a variable; null where neither is given. */
    static @Nullable String key(@Nullable String file, String option, String variable, Shell shell) {
        return file == null ? shell.variable(variable) : text(file, option);
    }

    /** The text of the file that an option names. */
    static String text(String file, String option) {
        return notEmpty(checked(option + ": ", () -> SecretFile.read(file)), option);
    }

    private static String notEmpty(String text, String option) {
        if (text.isEmpty()) {
            throw new UsageException(option + " names a file that is empty");
        }
        return text;
    }

    private static String checked(String where, Supplier<String> secret) {
        try {
            return secret.get();
        } catch (IllegalArgumentException e) {
            throw new UsageException(where + e.getMessage(), e);
        }
    }
}
