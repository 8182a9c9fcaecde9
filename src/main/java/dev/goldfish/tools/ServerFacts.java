package dev.goldfish.tools;

import java.util.Map;

/**
 * What the server says of itself.
 *
 * @param fingerprint the first 16 hex characters of the SHA-256 of the server's secret
 * @param replyKey which key signs replies: server-secret or client-secret
 * @param limits by name; sizes in bytes, times in milliseconds
 */
public record ServerFacts(String serverId, String fingerprint, String replyKey, Map<String, Long> limits) {}
