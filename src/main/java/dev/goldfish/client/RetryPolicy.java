package dev.goldfish.client;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How a call is repeated when its reply was lost or the server is {@code unavailable}: after a random pause between zero
 * and a limit that doubles each time ("full jitter"), or what {@code Retry-After} asks for where that is longer, up to
 * {@link #MAX_RETRY_AFTER}. A call that is in progress already is asked for until its time is over, with the same pauses.
 *
 * @param maxAttempts how often a call is sent at most, the first time included; at least 1, and with 1 nothing is asked
 *     for again
 * @param firstPause the limit of the first pause
 * @param maxPause where the limit stops doubling
 */
public record RetryPolicy(int maxAttempts, Duration firstPause, Duration maxPause) {
    /** Four attempts, pauses of up to 0.2, 0.4 and 0.8 seconds. */
    public static final RetryPolicy DEFAULT = new RetryPolicy(4, Duration.ofMillis(200), Duration.ofSeconds(5));

    /** Every call is sent once. */
    public static final RetryPolicy NONE = new RetryPolicy(1, Duration.ZERO, Duration.ZERO);

    /** A longer {@code Retry-After}, which is not signed, counts as this. */
    public static final Duration MAX_RETRY_AFTER = Duration.ofSeconds(30);

    private static final int MAX_DOUBLINGS = 20;

    public RetryPolicy {
        if (maxAttempts < 1 || firstPause.isNegative() || maxPause.compareTo(firstPause) < 0) {
            throw new IllegalArgumentException("at least one attempt, and 0 <= firstPause <= maxPause");
        }
    }

    /** The pause after a number of failures in a row, of which there is at least one. */
    Duration pause(int failures, GoldfishException last, RandomGenerator random) {
        long limit = Math.min(maxPause.toMillis(), firstPause.toMillis() << Math.min(failures - 1, MAX_DOUBLINGS));
        Duration jittered = Duration.ofMillis(random.nextLong(limit + 1));
        Duration asked = last instanceof RefusedException refused ? refused.retryAfter() : Duration.ZERO;
        Duration bounded = asked.compareTo(MAX_RETRY_AFTER) > 0 ? MAX_RETRY_AFTER : asked;
        return bounded.compareTo(jittered) > 0 ? bounded : jittered;
    }
}
