package dev.goldfish.tools;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the server says of itself.
 *
 * @param fingerprint the first 16 hex characters of the SHA-256 of the server's secret
 * @param replyKey which key signs replies: server-secret or client-secret
 * @param publicKey the JWK under which replies to clients with Ed25519 keys are verified; null where there are none
 * @param limits by name; sizes in bytes, times in milliseconds
 */
public record ServerFacts(
        String serverId,
        String fingerprint,
        String replyKey,
        @Nullable Map<String, String> publicKey,
        Map<String, Long> limits) {}
