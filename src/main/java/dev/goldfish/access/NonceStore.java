package dev.goldfish.access;

import io.smallrye.mutiny.Uni;
import java.time.Duration;

/** Remembers the nonces that clients have used, for all replicas. */
public interface NonceStore {
    /**
     * Spends a nonce, atomically across all replicas.
     *
     * @param lifetime how long it must be remembered
     * @return whether it was fresh; fails with {@link dev.goldfish.protocol.UnavailableException}
     */
    Uni<Boolean> spend(String clientId, String nonce, Duration lifetime);
}
