package dev.goldfish.access;

import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The clients that are known. */
public final class ClientRegistry {
    private final Map<String, Client> clients;
    private final int mostCredentials;

    public ClientRegistry(Collection<Client> clients) {
        this.clients = clients.stream().collect(Collectors.toUnmodifiableMap(Client::id, Function.identity()));
        this.mostCredentials = clients.stream()
                .mapToInt(client -> client.credentials().size())
                .max()
                .orElse(1);
    }

    public @Nullable Client find(String clientId) {
        return clients.get(clientId);
    }

    /** The largest number of secrets that any client has; at least 1. */
    int mostCredentials() {
        return mostCredentials;
    }
}
