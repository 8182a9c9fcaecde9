package dev.goldfish.signing;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Textual encodings of keys (RFC 7468). */
final class Pem {
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

    private Pem() {}

    static String write(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + LINES.encodeToString(der) + "\n-----END " + label + "-----\n";
    }

    /**
     * The contents of all blocks with a label.
     *
     * @throws IllegalArgumentException where one holds no base64
     */
    static byte[][] blocks(String label, String text) {
        Matcher blocks = Pattern.compile("-----BEGIN " + label + "-----([A-Za-z0-9+/=\\s]*)-----END " + label + "-----")
                .matcher(text);
        return blocks.results()
                .map(block -> decode(block.group(1).replaceAll("\\s", "")))
                .toArray(byte[][]::new);
    }

    private static byte[] decode(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            // The decoder's message may repeat what it was given.
            throw new IllegalArgumentException("a PEM block does not hold base64");
        }
    }
}
