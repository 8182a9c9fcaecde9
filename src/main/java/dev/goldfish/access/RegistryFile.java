package dev.goldfish.access;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.goldfish.protocol.Envelope;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Reads a registry of clients: {@code {"clients": {"client-001": {"secrets": ["..."], "tools": ["*"]}}}}.
 *
 * <p>Refused: an unknown field, an id that no envelope could have, more than three secrets and public keys, none, one of
 * them for two clients (each could speak for the other), and a secret that is too short or longer than 64 bytes, where
 * HMAC-SHA256 would hash it down.
 */
public final class RegistryFile {
    private static final String FORM = "{\"clients\": {\"<id>\": {\"secrets\": [\"...\"], \"tools\": [\"*\"]}}}";
    private static final Set<String> CLIENT_FIELDS =
            Set.of("secrets", "public_keys", "tools", "rate_per_second", "live_jobs", "enabled");

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final int minSecretBytes;
    private final ReplyKeys replyKeys;

    /**
     * @param minSecretBytes the shortest secret that is accepted
     * @param replyKeys what replies to each client are signed with
     */
    public RegistryFile(int minSecretBytes, ReplyKeys replyKeys) {
        this.minSecretBytes = minSecretBytes;
        this.replyKeys = replyKeys;
    }

    /**
     * Reads the whole registry.
     *
     * @param files reads a file that the registry refers to; throws {@link IllegalArgumentException} where it cannot
     * @throws IllegalArgumentException with a message that names the entry and the rule, never a secret
     */
    public ClientRegistry parse(String json, UnaryOperator<String> files) {
        if (json.startsWith("\ufeff")) {
            throw new IllegalArgumentException("it has a byte order mark: save it as UTF-8 without one");
        }
        RegistryObject content = new RegistryObject("the registry", tree(json), Set.of("clients"));
        JsonNode entries = content.get("clients");
        if (entries == null || (entries.isObject() && entries.isEmpty())) {
            throw new IllegalArgumentException("it must have at least one entry under \"clients\"");
        }
        if (!entries.isObject()) {
            throw content.wrong("\"clients\" must be an object");
        }
        CredentialReader credentials = new CredentialReader(minSecretBytes, replyKeys, files);
        List<Client> clients = new ArrayList<>();
        entries.fields().forEachRemaining(entry -> clients.add(client(entry.getKey(), entry.getValue(), credentials)));
        return new ClientRegistry(clients);
    }

    /** Reads the whole registry as if it stood in a file, beside which are the files that it refers to. */
    public ClientRegistry parse(String json, Path path) {
        return parse(json, new RegistryTexts(path)::beside);
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            // The parser's own message may quote the file, secrets included.
            throw new IllegalArgumentException("it is not JSON of the form " + FORM + ", at line "
                    + e.getLocation().getLineNr() + ", column "
                    + e.getLocation().getColumnNr());
        }
    }

    private static Client client(String id, JsonNode json, CredentialReader reader) {
        if (!Envelope.isName(id)) {
            throw new IllegalArgumentException("a client id must be 1-128 of A-Z a-z 0-9 . _ : @ / -");
        }
        RegistryObject entry = new RegistryObject("client " + id, json, CLIENT_FIELDS);
        if (entry.get("tools") == null || (entry.get("secrets") == null && entry.get("public_keys") == null)) {
            throw entry.wrong("needs \"tools\", and \"secrets\" or \"public_keys\"");
        }
        List<String> globs = new ArrayList<>();
        for (JsonNode glob : entry.list("tools")) {
            if (!glob.isTextual()) {
                throw entry.wrong("a tool must be a name or a glob");
            }
            globs.add(glob.textValue());
        }
        List<Credential> credentials = new ArrayList<>();
        entry.list("secrets").forEach(secret -> credentials.add(reader.secret(id, secret)));
        entry.list("public_keys").forEach(key -> credentials.add(reader.publicKey(id, key)));
        if (credentials.isEmpty() || credentials.size() > Client.MAX_CREDENTIALS) {
            throw entry.wrong("needs 1 to " + Client.MAX_CREDENTIALS + " secrets and public keys");
        }
        boolean enabled = entry.flag("enabled", true);
        Double ratePerSecond = entry.number("rate_per_second");
        Integer liveJobs = entry.integer("live_jobs");
        try {
            return new Client(id, List.copyOf(credentials), new Grants(globs), enabled, ratePerSecond, liveJobs);
        } catch (IllegalArgumentException e) {
            throw entry.wrong(String.valueOf(e.getMessage()));
        }
    }
}
