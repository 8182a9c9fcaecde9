package dev.goldfish.client.bench;

import java.time.Duration;

/**
 * How much load, and for how long.
 *
 * @param concurrency how many pieces of work may be under way at once, each on a connection of its own; 1 to 10,000
 * @param ratePerSecond how many become due in a second, whether or not earlier ones are answered; 0 where each
 *     connection goes on as soon as it has its answer
 * @param work how many are measured at most; at least 1
 * @param duration for how long measured ones become due at most
 * @param warmUp what goes before that and is not measured
 * @param timeout how long one piece of work may take from when it is sent
 */
public record Plan(
        int concurrency, double ratePerSecond, long work, Duration duration, Duration warmUp, Duration timeout) {
    private static final int MOST_CONNECTIONS = 10_000;
    private static final double HIGHEST_RATE = 1_000_000;
    private static final Duration LONGEST = Duration.ofDays(365);

    public Plan {
        require(concurrency >= 1 && concurrency <= MOST_CONNECTIONS, "the concurrency must be 1 to 10000");
        require(ratePerSecond >= 0 && ratePerSecond <= HIGHEST_RATE, "the rate must be 0 to 1000000 per second");
        require(work >= 1, "there must be at least one call");
        require(isTime(duration), "the duration must be more than nothing and at most a year");
        require(!warmUp.isNegative() && warmUp.compareTo(LONGEST) <= 0, "the warm-up must be at most a year");
        require(isTime(timeout), "the timeout must be more than nothing and at most a year");
    }

    /** Whether work becomes due at a rate, whatever became of the work before. */
    public boolean isOpenLoop() {
        return ratePerSecond > 0;
    }

    private static boolean isTime(Duration duration) {
        return !duration.isNegative() && !duration.isZero() && duration.compareTo(LONGEST) <= 0;
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }
}
