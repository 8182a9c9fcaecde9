package dev.goldfish.job;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a job at one moment.
 *
 * @param attempt how often it was given to a worker, from 1; 0 while it first waits
 * @param progress 0.0 to 1.0, as the tool says
 * @param error the wire's error text of a failure; empty for none
 * @param createdMs when it was started, in milliseconds since the epoch of Redis' clock
 * @param endedMs when it ended; 0 while it has not
 * @param expired whether its result is kept no longer
 * @param result JSON in canonical form; null unless it is done and not expired
 */
public record Job(
        String jobId,
        String tool,
        JobState state,
        int attempt,
        double progress,
        String message,
        String error,
        long createdMs,
        long endedMs,
        boolean expired,
        @Nullable String result) {}
