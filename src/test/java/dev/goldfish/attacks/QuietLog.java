package dev.goldfish.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Holds the whole log of a class of attacks, debug lines included, against what a log must never show. */
final class QuietLog implements BeforeAllCallback, AfterAllCallback {
    private static final Path LOG = Path.of(AttacksProfile.LOG);

    /** Named patterns; a line of the log that has one of them is a leak. */
    static final Map<String, Pattern> TABOO = Map.of(
            "a secret", Pattern.compile("(client|server)_secret_key_|-----BEGIN"),
            "a signature or a derived key", Pattern.compile("(?i)\\b[0-9a-f]{64,}\\b"),
            "the canonical text", Pattern.compile("\\{\\s*\"args\"|\"(client_id|nonce|signature|ts_ms)\"\\s*:"),
            "a value of the arguments", Pattern.compile(Callers.MARK),
            "a line that a caller wrote", Pattern.compile("^(\\w{0,3} )?injected|^1999-"),
            "a raw control character",
                    Pattern.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f\\x{80}-\\x{9f}\\x{2028}-\\x{202e}]"));

    private long from;

    @Override
    public void beforeAll(ExtensionContext context) {
        from = size();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        List<String> lines = since(from);
        assertThat(leaks(lines))
                .as("leaks in %d lines of the log", lines.size())
                .isEmpty();
    }

    static List<String> leaks(List<String> lines) {
        return lines.stream()
                .flatMap(line -> TABOO.entrySet().stream()
                        .filter(taboo -> taboo.getValue().matcher(line).find())
                        .map(taboo -> taboo.getKey() + " in: " + line))
                .toList();
    }

    /** The lines that were logged behind this many bytes. */
    static List<String> since(long from) {
        try {
            byte[] all = Files.readAllBytes(LOG);
            String text = new String(Arrays.copyOfRange(all, (int) from, all.length), StandardCharsets.UTF_8);
            return List.of(text.split("\n", -1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static long size() {
        try {
            return Files.exists(LOG) ? Files.size(LOG) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
