package dev.goldfish.client.bench;

import java.time.Duration;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** What became of the work so far. */
final class Tally {
    private static final int DIGITS = 3;

    private final Histogram latencies = new Histogram(DIGITS);
    private final TreeMap<String, Long> errors = new TreeMap<>();
    private boolean any;
    private long lastNanos;

    void succeeded(long due, long now) {
        latencies.recordValue(now - due);
        goesTo(now);
    }

    void failed(String error, long when) {
        errors.merge(error, 1L, Long::sum);
        goesTo(when);
    }

    private void goesTo(long when) {
        if (!any || when - lastNanos > 0) {
            lastNanos = when;
            any = true;
        }
    }

    Report report(long since, long unsent) {
        return new Report(
                Duration.ofNanos(any ? lastNanos - since : 0),
                latencies.getTotalCount(),
                errors,
                unsent,
                new Report.Latency(
                        Duration.ofNanos((long) latencies.getMean()),
                        percentile(50),
                        percentile(90),
                        percentile(99),
                        percentile(99.9),
                        Duration.ofNanos(latencies.getMaxValue())));
    }

    private Duration percentile(double percent) {
        return Duration.ofNanos(latencies.getValueAtPercentile(percent));
    }
}
