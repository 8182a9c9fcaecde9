package dev.goldfish.tool;

import java.util.function.Predicate;

/**
 * Who calls, verified.
 *
 * @param clientId the client that signed the request
 * @param requestId names the work: a retry has the same one
 * @param mayCall whether this client was granted a tool, by name
 */
public record Caller(String clientId, String requestId, Predicate<String> mayCall) {}
