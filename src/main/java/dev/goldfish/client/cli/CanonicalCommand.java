package dev.goldfish.client.cli;

import dev.goldfish.protocol.Envelope;
import dev.goldfish.signing.CanonicalJson;
import dev.goldfish.signing.JsonText;
import dev.goldfish.signing.MalformedJsonException;
import dev.goldfish.signing.SigningKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
            "An object's field \"signature\" is left out of both, as it is when an envelope is signed. What an envelope"
                    + " may leave out, \"v\" and \"args\", is filled in.",
        },
        footer = {
            "",
            "Examples:",
            "  goldfish canonical @envelope.json --secret-file client.secret",
            "  echo '{\"b\": 1.0, \"a\": \"\\u00fc\"}' | goldfish canonical",
        })
final class CanonicalCommand implements Runnable {
    private static final String SIGNATURE = "signature";
    private static final Set<String> REQUIRED =
            Set.of("request_id", "ts_ms", "client_id", "server_id", "tool", "nonce");
    private static final Map<String, String> DEFAULTS = Map.of("v", JsonText.quote(Envelope.VERSION), "args", "{}");

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
        shell.print(key == null ? List.of(text) : List.of(text, key.sign(text.getBytes(StandardCharsets.US_ASCII))));
    }

    private static String signed(byte[] utf8) {
        try {
            CanonicalJson canonical = CanonicalJson.parse(utf8);
            return canonical.isObject() ? signed(canonical.members()) : canonical.text();
        } catch (MalformedJsonException e) {
            throw new UsageException("no JSON that can be signed: " + e.getMessage(), e);
        }
    }

    private static String signed(Map<String, String> members) {
        members.remove(SIGNATURE);
        return (isEnvelope(members.keySet()) ? complete(members) : members)
                .entrySet().stream()
                        .map(member -> JsonText.quote(member.getKey()) + ":" + member.getValue())
                        .collect(Collectors.joining(",", "{", "}"));
    }

    private static boolean isEnvelope(Set<String> fields) {
        return fields.containsAll(REQUIRED)
                && fields.stream().allMatch(field -> REQUIRED.contains(field) || DEFAULTS.containsKey(field));
    }

    /** The names of an envelope's fields are ASCII, for which the order of strings is that of code points. */
    private static Map<String, String> complete(Map<String, String> envelope) {
        Map<String, String> complete = new TreeMap<>(DEFAULTS);
        complete.putAll(envelope);
        return complete;
    }
}
