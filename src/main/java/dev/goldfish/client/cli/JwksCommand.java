package dev.goldfish.client.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.goldfish.client.PublishedKeys;
import dev.goldfish.signing.CanonicalJson;
import dev.goldfish.signing.Ed25519PublicKey;
import dev.goldfish.signing.MalformedJsonException;
import dev.goldfish.signing.PublicKeyText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "jwks",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Prints the public keys that a server publishes, for --server-key-file.",
            "The answer is not signed: over plain HTTP anybody on the way can put in a key of their own. Compare the"
                    + " thumbprint with the one in the server's log before you trust it.",
        },
        footer = {"", "Example:", "  goldfish jwks --url https://tools.example.com > server.jwks"})
final class JwksCommand implements Runnable {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** In the order of the canonical form. */
    private static final List<String> MEMBERS = List.of("alg", "crv", "kid", "kty", "use", "x");

    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private final Shell shell;

    @Mixin
    private final ServerUrl server = new ServerUrl();

    JwksCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        String published = PublishedKeys.fetch(server.get(shell));
        List<Ed25519PublicKey> keys = PublicKeyText.all(published);
        shell.print(shown(published));
        keys.forEach(key -> shell.notes().line("thumbprint " + key.thumbprint()));
    }

    /** The members of keys that this command knows: a terminal is to see nothing else that a stranger wrote. */
    private static String shown(String published) {
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        ArrayNode keys = shown.putArray("keys");
        JsonNode set = tree(published);
        for (JsonNode key : set.has("keys") ? set.get("keys") : List.of(set)) {
            ObjectNode known = keys.addObject();
            for (String name : MEMBERS) {
                String value = key.path(name).asText();
                if (HARMLESS.matcher(value).matches()) {
                    known.put(name, value);
                }
            }
        }
        return shown.toString();
    }

    private static JsonNode tree(String published) {
        try {
            return JSON.readTree(CanonicalJson.parse(published.getBytes(StandardCharsets.UTF_8))
                    .text());
        } catch (MalformedJsonException | JsonProcessingException e) {
            throw new IllegalArgumentException("the server publishes no set of keys (JWK set)", e);
        }
    }
}
