package dev.goldfish.access;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A registered client.
 *
 * @param credentials one to three, so that a secret can be rotated without an outage
 * @param grants the tools it may call
 * @param enabled false: it is answered as if nobody knew it
 * @param ratePerSecond how many calls per second it may make, more than 0; null for the server's own limit
 * @param liveJobs how many unfinished jobs it may have, at least 1; null for the server's own limit
 */
public record Client(
        String id,
        List<Credential> credentials,
        Grants grants,
        boolean enabled,
        @Nullable Double ratePerSecond,
        @Nullable Integer liveJobs) {
    public static final int MAX_CREDENTIALS = 3;

    /** An enabled client under the server's own limits. */
    public Client(String id, List<Credential> credentials, Grants grants) {
        this(id, credentials, grants, true, null, null);
    }

    public Client {
        if (ratePerSecond != null && !(ratePerSecond > 0 && ratePerSecond < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("rate_per_second must be a number greater than 0");
        }
        if (liveJobs != null && liveJobs < 1) {
            throw new IllegalArgumentException("live_jobs must be an integer of at least 1");
        }
    }
}
