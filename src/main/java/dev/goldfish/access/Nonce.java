package dev.goldfish.access;

/**
 * A nonce to be spent.
 *
 * @param clientId the client that signed it
 * @param value what the envelope says
 * @param tsMs when its message was signed, by its client's clock
 * @param rate how often its client may call
 * @param cost how many calls it counts as
 */
public record Nonce(String clientId, String value, long tsMs, Rate rate, int cost) {}
