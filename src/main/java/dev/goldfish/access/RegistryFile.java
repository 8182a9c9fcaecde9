package dev.goldfish.access;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.goldfish.protocol.Envelope;
import dev.goldfish.signing.SigningKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a registry of clients: {@code {"clients": {"client-001": {"secrets": ["..."], "tools": ["*"]}}}}.
 *
 * <p>Refused: an unknown field, an id that no envelope could have, more than three secrets, none, one secret for two
 * clients (each could speak for the other), and a secret that is too short or longer than 64 bytes, where HMAC-SHA256
 * would hash it down.
 */
public final class RegistryFile {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    record Content(@Nullable Map<String, Entry> clients) {}

    record Entry(@Nullable List<String> secrets, @Nullable List<String> tools) {
        @Override
        public String toString() {
            return "Entry[secrets=<redacted>, tools=" + tools + "]";
        }
    }

    private final int minSecretBytes;
    private final Function<SigningKey, SigningKey> replyKey;

    /**
     * @param minSecretBytes the shortest secret that is accepted
     * @param replyKey the key for replies to a client that signed with a given key
     */
    public RegistryFile(int minSecretBytes, Function<SigningKey, SigningKey> replyKey) {
        this.minSecretBytes = minSecretBytes;
        this.replyKey = replyKey;
    }

    /**
     * Reads the whole registry.
     *
     * @throws IllegalArgumentException with a message that names the entry and the rule, never a secret
     */
    public ClientRegistry parse(String json) {
        Content content = content(json);
        Map<String, Entry> entries = content == null ? null : content.clients();
        if (entries == null || entries.isEmpty()) {
            throw new IllegalArgumentException("it must have at least one entry under \"clients\"");
        }
        Map<String, String> ownerOfSecret = new HashMap<>();
        List<Client> clients = new ArrayList<>();
        entries.forEach((id, entry) -> clients.add(client(id, entry, ownerOfSecret)));
        return new ClientRegistry(clients);
    }

    private static @Nullable Content content(String json) {
        try {
            return JSON.readValue(json, Content.class);
        } catch (JsonProcessingException e) {
            // The parser's own message may quote the file, secrets included.
            throw new IllegalArgumentException(
                    "it is not of the form {\"clients\": {\"<id>\": {\"secrets\": [\"...\"], "
                            + "\"tools\": [\"*\"]}}}, at line "
                            + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr());
        }
    }

    private Client client(String id, @Nullable Entry entry, Map<String, String> ownerOfSecret) {
        if (!Envelope.isName(id)) {
            throw new IllegalArgumentException("a client id must be 1-128 of A-Z a-z 0-9 . _ : @ / -");
        }
        if (entry == null || entry.secrets() == null || entry.tools() == null) {
            throw new IllegalArgumentException("client " + id + ": needs \"secrets\" and \"tools\"");
        }
        if (entry.tools().contains(null)) {
            throw new IllegalArgumentException("client " + id + ": a tool must be a name or a glob, not null");
        }
        List<String> secrets = entry.secrets();
        if (secrets.isEmpty() || secrets.size() > Client.MAX_CREDENTIALS) {
            throw new IllegalArgumentException("client " + id + ": needs 1 to " + Client.MAX_CREDENTIALS + " secrets");
        }
        List<Credential> credentials = new ArrayList<>();
        for (String secret : secrets) {
            requireLength(id, secret);
            String owner = ownerOfSecret.putIfAbsent(secret, id);
            if (owner != null) {
                throw new IllegalArgumentException("clients " + owner + " and " + id + " have the same secret");
            }
            SigningKey key = SigningKey.of(secret);
            credentials.add(new Credential(key, replyKey.apply(key)));
        }
        return new Client(id, List.copyOf(credentials), new Grants(entry.tools()));
    }

    private void requireLength(String id, @Nullable String secret) {
        int bytes = secret == null ? 0 : secret.getBytes(StandardCharsets.UTF_8).length;
        if (bytes < minSecretBytes || bytes > SigningKey.MAX_SECRET_BYTES) {
            throw new IllegalArgumentException("client " + id + ": a secret must have " + minSecretBytes + " to "
                    + SigningKey.MAX_SECRET_BYTES + " bytes; make one with the keygen command");
        }
    }
}
