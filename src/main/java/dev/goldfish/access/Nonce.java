package dev.goldfish.access;

import java.time.Duration;

/**
 * A nonce to be spent.
 *
 * @param clientId the client that signed it
 * @param value what the envelope says
 * @param age how long ago its message was signed, by this replica's clock; negative for one of a client whose clock is ahead
 * @param lifetime how long it must be remembered
 * @param rate how often its client may call
 */
public record Nonce(String clientId, String value, Duration age, Duration lifetime, Rate rate) {}
