package dev.goldfish.signing;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Secrets as people and tools hand them on. What an editor, a shell or an env file adds would be part of the secret unseen,
 * so it is refused, by the same words wherever a secret is read.
 */
public final class SecretText {
    private static final Pattern ASSIGNMENT =
            Pattern.compile("(export +)?([A-Z0-9]+_)*(GOLDFISH|SECRET|KEY)(_[A-Z0-9]+)* *[=:].+");

    private SecretText() {}

    /**
     * A file's text as a secret: one line break at its end, which editors and {@code echo} write, does not belong to it.
     *
     * @param where names the secret in errors
     * @throws IllegalArgumentException as {@link #of} does
     */
    public static String ofFile(String where, String fileText) {
        int end = fileText.length();
        if (fileText.endsWith("\n")) {
            end -= fileText.endsWith("\r\n") ? 2 : 1;
        }
        return of(where, fileText.substring(0, end));
    }

    /**
     * A secret that is what it looks like.
     *
     * @param where names the secret in errors
     * @throws IllegalArgumentException where it is not; the message is one line that says how to mend it, without the secret
     */
    public static String of(String where, String secret) {
        String fault = fault(secret);
        if (fault != null) {
            throw new IllegalArgumentException(where + " " + fault);
        }
        return secret;
    }

    private static @Nullable String fault(String secret) {
        if (secret.indexOf('\ufeff') >= 0) {
            return "has a byte order mark: save it as UTF-8 without one";
        }
        if (secret.indexOf('\ufffd') >= 0) {
            return "has a character that was lost in decoding: put it in a file, in UTF-8";
        }
        if (secret.indexOf('\n') >= 0 || secret.indexOf('\r') >= 0) {
            return "has a line break too many: keep one line, without a carriage return; a file may end with one line break";
        }
        if (secret.codePoints().anyMatch(SecretText::isUnseen)) {
            return "has a control character or one that cannot be seen: take it out, or make a new one with the keygen"
                    + " command";
        }
        if (!secret.isEmpty() && (isBlank(secret.codePointAt(0)) || isBlank(secret.codePointBefore(secret.length())))) {
            return "begins or ends with a blank: take it out";
        }
        if (isQuoted(secret)) {
            return "is in quotes, which would be part of it: take them out";
        }
        return ASSIGNMENT.matcher(secret).matches()
                ? "begins with the name of a variable: keep what stands behind the = alone"
                : null;
    }

    private static boolean isUnseen(int c) {
        int type = Character.getType(c);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SURROGATE;
    }

    private static boolean isBlank(int c) {
        return Character.isSpaceChar(c);
    }

    private static boolean isQuoted(String secret) {
        return secret.length() > 1
                && "\"'`".indexOf(secret.charAt(0)) >= 0
                && secret.charAt(0) == secret.charAt(secret.length() - 1);
    }
}
