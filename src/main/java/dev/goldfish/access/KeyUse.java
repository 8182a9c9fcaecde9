package dev.goldfish.access;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Counts by key id which credentials are used: a secret that nobody uses any more can be taken out. */
public final class KeyUse {
    private static final Logger LOG = Logger.getLogger(KeyUse.class);

    /**
     * How often a credential has proven who calls, at this replica and since its start.
     *
     * @param last the last time
     */
    public record Count(long uses, Instant last) {}

    private static final class Uses {
        final LongAdder count = new LongAdder();
        volatile Instant last = Instant.MIN;
    }

    private final Map<String, Uses> byKid = new ConcurrentHashMap<>();

    void used(Credential credential, Instant now) {
        Uses uses = byKid.computeIfAbsent(credential.kid(), kid -> new Uses());
        uses.last = now;
        uses.count.increment();
    }

    /** By key id; a key that was never used is not in it. */
    public Map<String, Count> counts() {
        return byKid.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> count(entry.getValue())));
    }

    /** Logs one line for each client that has several credentials, as one has whose secret is being rotated. */
    void report(ClientRegistry registry) {
        lines(registry).forEach(LOG::info);
    }

    Stream<String> lines(ClientRegistry registry) {
        Map<String, Count> counts = counts();
        return registry.all().stream()
                .filter(client -> client.credentials().size() > 1)
                .map(client -> "keys of " + client.id() + " since the start: "
                        + String.join("; ", describe(client.credentials(), counts)));
    }

    private static List<String> describe(List<Credential> credentials, Map<String, Count> counts) {
        return credentials.stream()
                .map(Credential::kid)
                .map(kid -> {
                    Count count = counts.get(kid);
                    return kid + (count == null ? " not used" : " used " + count.uses() + " x, last " + count.last());
                })
                .toList();
    }

    private static Count count(Uses uses) {
        return new Count(uses.count.sum(), uses.last);
    }
}
