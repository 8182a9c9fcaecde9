package dev.goldfish.job;

import java.time.Duration;

/**
 * The right to run a job for a while. Every write of its holder carries the fence, which rises with each claim, so that a
 * holder who lost the lease changes nothing.
 *
 * @param args the arguments in canonical form
 * @param attempts how often the job may be given to a worker
 * @param untilDeadline from the claim to the job's hard deadline
 * @param trace what the job belongs to, as W3C's {@code traceparent}; empty for nothing
 */
public record Lease(
        JobRef ref,
        String tool,
        String args,
        long fence,
        int attempt,
        int attempts,
        Duration untilDeadline,
        String trace) {}
