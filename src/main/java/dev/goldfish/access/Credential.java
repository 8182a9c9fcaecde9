package dev.goldfish.access;

import dev.goldfish.signing.SigningKey;

/**
 * One secret of a client.
 *
 * @param key verifies what the client sends
 * @param replyKey signs what is sent back to it
 */
public record Credential(SigningKey key, SigningKey replyKey) {}
