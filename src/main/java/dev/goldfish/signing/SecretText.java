package dev.goldfish.signing;

/** Secrets as files hold them. */
public final class SecretText {
    private SecretText() {}

    /** A file's text as a secret: one line break at its end, which editors and {@code echo} write, does not belong to it. */
    public static String of(String fileText) {
        int end = fileText.length();
        if (fileText.endsWith("\n")) {
            end -= fileText.endsWith("\r\n") ? 2 : 1;
        }
        return fileText.substring(0, end);
    }
}
