package dev.goldfish.access;

import io.smallrye.mutiny.Uni;

/** Remembers the nonces that clients have used, and how often they call, for all replicas. */
public interface NonceStore {
    /**
     * Spends a nonce, atomically across all replicas.
     *
     * @return what became of it; fails with {@link dev.goldfish.protocol.UnavailableException}
     */
    Uni<Spending> spend(Nonce nonce);
}
