package dev.goldfish.access;

import dev.goldfish.signing.Ed25519PublicKey;
import dev.goldfish.signing.SigningKey;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The clients that are known. */
public final class ClientRegistry {
    private final Map<String, Client> clients;
    private final int mostSecrets;
    private final int mostPublicKeys;

    public ClientRegistry(Collection<Client> clients) {
        this.clients = clients.stream().collect(Collectors.toUnmodifiableMap(Client::id, Function.identity()));
        this.mostSecrets = Math.max(1, most(clients, SigningKey.SIGNATURE_LENGTH));
        this.mostPublicKeys = most(clients, Ed25519PublicKey.SIGNATURE_LENGTH);
    }

    public @Nullable Client find(String clientId) {
        return clients.get(clientId);
    }

    public Collection<Client> all() {
        return clients.values();
    }

    /** The largest number of secrets that any client has; at least 1. */
    int mostSecrets() {
        return mostSecrets;
    }

    /** The largest number of public keys that any client has. */
    int mostPublicKeys() {
        return mostPublicKeys;
    }

    private static int most(Collection<Client> clients, int signatureLength) {
        return clients.stream()
                .mapToInt(client -> (int) client.credentials().stream()
                        .filter(credential -> credential.key().signatureLength() == signatureLength)
                        .count())
                .max()
                .orElse(0);
    }
}
