package dev.goldfish.client;

import dev.goldfish.signing.SigningKey;

/**
 * Who calls whom, and the keys of both.
 *
 * @param replies what replies are signed with
 * @param serverSecret whether that is the server's own secret, which signs refusals of strangers too
 */
record Credentials(String serverId, String clientId, SigningKey requests, SigningKey replies, boolean serverSecret) {}
