package dev.goldfish.client.bench;

import java.time.Duration;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What came of the measured work.
 *
 * @param elapsed from the beginning of the measurement to the last answer, or to its planned end where what failed was given up
 *     after that
 * @param succeeded how much of it ended well
 * @param errors how much did not, by the error's code or what went wrong on the way
 * @param unsent what had become due and was never sent
 * @param latency of what ended well; zeros where nothing did
 */
public record Report(Duration elapsed, long succeeded, SortedMap<String, Long> errors, long unsent, Latency latency) {
    /** Times to the answer from when the work was due, three digits of each being exact. */
    public record Latency(Duration mean, Duration p50, Duration p90, Duration p99, Duration p999, Duration max) {}

    public Report {
        errors = Collections.unmodifiableSortedMap(new TreeMap<>(errors));
    }

    public long failed() {
        return errors.values().stream().mapToLong(Long::longValue).sum();
    }

    /** How much ended well in a second. */
    public double throughputPerSecond() {
        return elapsed.isZero() ? 0 : succeeded * 1e9 / elapsed.toNanos();
    }
}
