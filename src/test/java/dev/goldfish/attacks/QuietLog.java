package dev.goldfish.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goldfish.server.RawConnection;
import dev.goldfish.server.TestCaller;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Holds the whole log of a class of attacks, debug lines and audit log included, against what a log must never show. */
final class QuietLog implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {
    private static final Path LOG = Path.of(AttacksProfile.LOG);
    /** What a caller claims is logged as such, even where it looks like a signature. */
    private static final Pattern CLAIMED = Pattern.compile("\\b(client|tool|request_id)=\\S+");

    /** Named patterns; a line of the log that has one of them is a leak. */
    private static final Map<String, Pattern> TABOO = Map.of(
            "a secret", Pattern.compile("(client|server)_secret_key_|-----BEGIN"),
            "a signature or a derived key", Pattern.compile("(?i)\\b[0-9a-f]{64,}\\b"),
            "the canonical text", Pattern.compile("\\{\\s*\"args\"|\"(client_id|nonce|signature|ts_ms)\"\\s*:"),
            "a value of the arguments", Pattern.compile(Callers.MARK),
            "a line that a caller wrote", Pattern.compile("^(\\w{0,3} )?injected|^1999-"),
            "a raw control character",
                    Pattern.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f\\x{80}-\\x{9f}\\x{2028}-\\x{202e}]"));

    private long from;
    private String probe;

    @Override
    public void beforeAll(ExtensionContext context) {
        from = size();
        probe = null;
    }

    /** Makes one line of which is known that it must be there. */
    @Override
    public void beforeEach(ExtensionContext context) {
        if (probe == null) {
            probe = "probe-" + UUID.randomUUID();
            String forged = new TestCaller("prober", "wrong")
                    .signed(Callers.envelope().put("client_id", "prober").put("request_id", probe));
            RawConnection.post(RawConnection.utf8(forged)).answer().refused(401, "bad signature");
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        List<String> lines = since(from);
        assertThat(lines)
                .as("the log that is looked at")
                .anyMatch(line -> line.contains("request_id=" + probe) && line.contains("bad signature"));
        assertThat(leaks(lines))
                .as("leaks in %d lines of the log", lines.size())
                .isEmpty();
    }

    static List<String> leaks(List<String> lines) {
        return lines.stream()
                .flatMap(line -> TABOO.entrySet().stream()
                        .filter(taboo -> taboo.getValue()
                                .matcher(
                                        taboo.getKey().startsWith("a signature")
                                                ? CLAIMED.matcher(line).replaceAll("")
                                                : line)
                                .find())
                        .map(taboo -> taboo.getKey() + " in: " + line))
                .toList();
    }

    /** The lines that were logged behind this many bytes. */
    private static List<String> since(long from) {
        try {
            byte[] all = Files.readAllBytes(LOG);
            String text = new String(Arrays.copyOfRange(all, (int) from, all.length), StandardCharsets.UTF_8);
            return List.of(text.split("\n", -1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long size() {
        try {
            return Files.exists(LOG) ? Files.size(LOG) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
