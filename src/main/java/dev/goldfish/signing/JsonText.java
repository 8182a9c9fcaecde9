package dev.goldfish.signing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;

/** JSON strings in canonical form, in and out. */
public final class JsonText {
    private static final char[] HEX = "0123456789abcdef".toCharArray();
    private static final JsonFactory JSON = new JsonFactory();

    private JsonText() {}

    /**
     * The canonical JSON string of a text, in its quotes.
     *
     * @throws MalformedJsonException where it holds a lone surrogate
     */
    public static String quote(String text) {
        Ascii out = new Ascii(text.length() + 2);
        quote(text, out);
        return out.text(0, out.length());
    }

    /** The text of a JSON string in canonical form. */
    public static String unquote(String canonical) {
        if (canonical.indexOf('\\') < 0) {
            return canonical.substring(1, canonical.length() - 1);
        }
        try (JsonParser parser = JSON.createParser(canonical)) {
            return Objects.requireNonNull(parser.nextTextValue(), "a canonical JSON string");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void quote(String text, Ascii out) {
        out.put('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isPlain(c)) {
                out.put(c);
            } else {
                if (Character.isSurrogate(c) && !isPaired(text, i)) {
                    throw new MalformedJsonException("a lone surrogate");
                }
                escape(c, out);
            }
        }
        out.put('"');
    }

    private static boolean isPaired(String text, int surrogate) {
        return Character.isHighSurrogate(text.charAt(surrogate))
                ? surrogate + 1 < text.length() && Character.isLowSurrogate(text.charAt(surrogate + 1))
                : surrogate > 0 && Character.isHighSurrogate(text.charAt(surrogate - 1));
    }

    /** Whether a character stands for itself. */
    static boolean isPlain(char c) {
        return c >= 0x20 && c <= 0x7e && c != '"' && c != '\\';
    }

    static void escape(char c, Ascii out) {
        out.put('\\');
        switch (c) {
            case '"', '\\' -> out.put(c);
            case '\b' -> out.put('b');
            case '\f' -> out.put('f');
            case '\n' -> out.put('n');
            case '\r' -> out.put('r');
            case '\t' -> out.put('t');
            default -> {
                out.put('u');
                for (int shift = 12; shift >= 0; shift -= 4) {
                    out.put(HEX[c >> shift & 0xf]);
                }
            }
        }
    }
}
