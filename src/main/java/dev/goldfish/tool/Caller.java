package dev.goldfish.tool;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who calls, verified.
 *
 * @param clientId the client that signed the request
 * @param requestId names the work: a retry has the same one
 * @param mayCall whether this client was granted a tool, by name
 * @param liveJobs how many unfinished jobs this client may have; null for the server's own limit
 */
public record Caller(
        String clientId,
        String requestId,
        Predicate<String> mayCall,
        @Nullable Integer liveJobs) {
    /** A caller under the server's own limits. */
    public Caller(String clientId, String requestId, Predicate<String> mayCall) {
        this(clientId, requestId, mayCall, null);
    }
}
