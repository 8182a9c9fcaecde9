package dev.goldfish.client.cli;

import dev.goldfish.signing.CanonicalJson;
import dev.goldfish.signing.JsonText;
import dev.goldfish.signing.MalformedJsonException;
import dev.goldfish.signing.SigningKey;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "canonical",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Prints JSON in canonical form, the text that signatures are made over; with --secret-file its HMAC-SHA256 in a"
                    + " second line.",
            "An object's field \"signature\" is left out of both, as it is when an envelope is signed.",
        },
        footer = {
            "",
            "Examples:",
            "  goldfish canonical @envelope.json --secret-file client.secret",
            "  echo '{\"b\": 1.0, \"a\": \"\\u00fc\"}' | goldfish canonical",
        })
final class CanonicalCommand implements Runnable {
    private static final String SIGNATURE = "signature";

    private final Shell shell;

    @Parameters(
            arity = "0..1",
            paramLabel = "JSON",
            description = "JSON text, @FILE to read it from a file, - from stdin; default -")
    private String json = "-";

    @Option(names = "--secret-file", paramLabel = "FILE", description = "A file with the secret to sign with")
    private @Nullable String secretFile;

    CanonicalCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        SigningKey key = secretFile == null ? null : SigningKey.of(Secrets.secret(secretFile, "--secret-file"));
        String text = signed(ToolArgs.json(json, shell).getBytes(StandardCharsets.UTF_8));
        shell.out().println(text);
        if (key != null) {
            shell.out().println(key.sign(text.getBytes(StandardCharsets.US_ASCII)));
        }
    }

    private static String signed(byte[] utf8) {
        try {
            CanonicalJson canonical = CanonicalJson.parse(utf8);
            Map<String, String> members = canonical.members();
            if (members.remove(SIGNATURE) == null) {
                return canonical.text();
            }
            return members.entrySet().stream()
                    .map(member -> JsonText.quote(member.getKey()) + ":" + member.getValue())
                    .collect(Collectors.joining(",", "{", "}"));
        } catch (MalformedJsonException e) {
            throw new UsageException("no JSON that can be signed: " + e.getMessage(), e);
        }
    }
}
