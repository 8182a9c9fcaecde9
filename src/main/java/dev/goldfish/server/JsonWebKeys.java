package dev.goldfish.server;

import java.util.List;
import java.util.Map;

/** A JWK set (RFC 7517): the public keys under which replies to clients with Ed25519 keys are verified. */
public record JsonWebKeys(List<Map<String, String>> keys) {}
