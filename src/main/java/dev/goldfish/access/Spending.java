package dev.goldfish.access;

import java.time.Duration;

/** What became of a nonce. */
public sealed interface Spending {
    /** The first of its kind, and remembered from now on. */
    record Fresh() implements Spending {}

    /** This client has spent it before. */
    record Replayed() implements Spending {}

    /** Signed at a time that is outside the window by the store's clock; nothing was written. */
    record Stale() implements Spending {}

    /**
     * Signed before the store's memory began, so that nobody can tell; nothing was written.
     *
     * @param left how much later it should have been signed
     */
    record Forgotten(Duration left) implements Spending {}

    /**
     * The client calls too often; nothing was written.
     *
     * @param left until it may call again
     */
    record OverRate(Duration left) implements Spending {}
}
