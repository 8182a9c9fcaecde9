package dev.goldfish.access;

import java.util.concurrent.CompletionStage;

/** Remembers the nonces that clients have used, and how often they call, for all replicas. */
public interface NonceStore {
    /**
     * Spends a nonce, atomically across all replicas.
     *
     * @return what became of it; fails with {@link dev.goldfish.protocol.UnavailableException}
     */
    CompletionStage<Spending> spend(Nonce nonce);
}
