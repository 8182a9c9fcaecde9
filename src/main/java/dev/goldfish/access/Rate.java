package dev.goldfish.access;

import java.time.Duration;

/**
 * How many calls a client may make: a token bucket.
 *
 * @param perSecond tokens that come per second; 0 for no limit
 * @param burst what a client that was quiet may send at once, as what comes in this time; always one call at least
 */
public record Rate(double perSecond, Duration burst) {
    private static final double MICROS_PER_SECOND = 1_000_000;

    public Rate {
        if (!(perSecond >= 0 && perSecond < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("a rate per second must be 0 (no limit) or more");
        }
        if (burst.isNegative()) {
            throw new IllegalArgumentException("a burst must not be negative");
        }
    }

    /** From one token to the next, in microseconds; 0 for no limit. */
    public long intervalMicros() {
        return perSecond == 0 ? 0 : Math.max(1, Math.round(MICROS_PER_SECOND / perSecond));
    }

    /** What a full bucket holds, as the time in which it fills, in microseconds. */
    public long burstMicros() {
        return Math.max(burst.toNanos() / 1_000, intervalMicros());
    }

    Rate with(double otherPerSecond) {
        return new Rate(otherPerSecond, burst);
    }
}
