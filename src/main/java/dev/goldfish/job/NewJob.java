package dev.goldfish.job;

import java.time.Duration;

/**
 * A job to start.
 *
 * @param digest of tool and args: a repeat must have the same
 * @param args the arguments in canonical form
 * @param listed false for the record of a synchronous call, which takes no part in quotas and lists
 * @param attempts how often it may be given to a worker
 * @param maxRuntime from its start to its deadline
 * @param liveJobs how many unfinished jobs its client may have, this one included
 */
public record NewJob(
        JobRef ref,
        String tool,
        String digest,
        String args,
        boolean listed,
        int attempts,
        Duration maxRuntime,
        int liveJobs) {}
