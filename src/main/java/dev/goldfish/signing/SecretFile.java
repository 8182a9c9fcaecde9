package dev.goldfish.signing;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Files that hold secrets. People give a secret where its file's name is wanted, so what names no file, and does not end as
 * the names of such files do, is never repeated.
 */
public final class SecretFile {
    private static final Pattern SURELY_A_NAME =
            Pattern.compile("[\\w./ -]{1,200}\\.(secret|key|pem|pub|jwks?|json|txt)");

    private SecretFile() {}

    /**
     * Reads a file as UTF-8.
     *
     * @throws IllegalArgumentException where it cannot; the message begins with "cannot read" and is no leak
     */
    public static String read(String file) {
        try {
            return read(Path.of(file));
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("cannot read what is no name of a file: name a file that holds it");
        }
    }

    /** As {@link #read(String)} does. */
    public static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("cannot read " + file
                    + " as UTF-8: save it so (PowerShell's > writes UTF-16; Out-File -Encoding ascii does not)");
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read " + named(file));
        }
    }

    private static String named(Path file) {
        if (Files.exists(file)) {
            return file + ": it is no file, or its permissions forbid it";
        }
        if (SURELY_A_NAME.matcher(file.toString()).matches()) {
            return file + ": there is no such file";
        }
        Path folder = file.getParent();
        return "a file that is not there" + (folder != null && Files.isDirectory(folder) ? ", in " + folder : "")
                + ": name a file that holds the secret or key (the name that was given may be one, so it is not repeated)";
    }
}
