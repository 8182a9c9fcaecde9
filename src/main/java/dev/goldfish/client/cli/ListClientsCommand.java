package dev.goldfish.client.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.goldfish.signing.CanonicalJson;
import dev.goldfish.signing.PublicKeyText;
import dev.goldfish.signing.SecretText;
import dev.goldfish.signing.SigningKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Prints the clients as JSON: key ids in place of secrets, and when each key counts.")
final class ListClientsCommand implements Runnable {
    private static final List<String> SHOWN_AS_THEY_ARE = List.of("tools", "rate_per_second", "live_jobs");
    private static final List<String> LIMITS = List.of("not_before", "not_after");

    private final Shell shell;
    private final RegistryCheck check;

    @Mixin
    private final Printing printing = new Printing();

    @Mixin
    private final ClientsFile file = new ClientsFile();

    ListClientsCommand(Shell shell, RegistryCheck check) {
        this.shell = shell;
        this.check = check;
    }

    @Override
    public void run() {
        ArrayNode shown = JsonNodeFactory.instance.arrayNode();
        file.read(shell, check)
                .fields()
                .forEachRemaining(
                        entry -> show(entry.getValue(), shown.addObject().put("id", entry.getKey())));
        printing.print(
                CanonicalJson.parse(shown.toString().getBytes(StandardCharsets.UTF_8))
                        .text(),
                shell);
    }

    private void show(JsonNode client, ObjectNode shown) {
        shown.put("enabled", client.path("enabled").asBoolean(true));
        ArrayNode keys = shown.putArray("keys");
        client.path("secrets")
                .forEach(secret -> key(
                        secret,
                        "hmac-sha256",
                        SigningKey.of(text(secret, "secret")).fingerprint(),
                        keys));
        client.path("public_keys")
                .forEach(key -> key(
                        key, "ed25519", PublicKeyText.one(text(key, "ed25519")).fingerprint(), keys));
        copy(SHOWN_AS_THEY_ARE, client, shown);
    }

    private static void key(JsonNode credential, String kind, String kid, ArrayNode keys) {
        copy(LIMITS, credential, keys.addObject().put("kid", kid).put("kind", kind));
    }

    private static void copy(List<String> fields, JsonNode from, ObjectNode to) {
        for (String field : fields) {
            if (from.hasNonNull(field)) {
                to.set(field, from.get(field));
            }
        }
    }

    /** What a credential holds, wherever it is. */
    private String text(JsonNode credential, String field) {
        if (credential.isTextual()) {
            return credential.textValue();
        }
        JsonNode inline = credential.get(field);
        if (inline != null) {
            return inline.textValue();
        }
        String text = file.beside(credential.path(field + "_file").asText(), shell);
        return field.equals("secret") ? SecretText.ofFile(field, text) : text;
    }
}
