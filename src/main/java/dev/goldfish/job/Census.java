package dev.goldfish.job;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/**
 * The jobs of all replicas together, as a reaping found them.
 *
 * @param queued how many wait
 * @param running how many jobs and remembered calls are in some worker's hands
 * @param oldest for how long the oldest one that may run waits already; zero where none does
 * @param ended how many ended since any replica asked last: nobody else is told of these
 */
public record Census(long queued, long running, Duration oldest, Map<Ended, Long> ended) {
    public static final Census EMPTY = new Census(0, 0, Duration.ZERO, Map.of());

    /** What ended how. */
    public record Ended(String tool, JobState state) {}

    /** What the counts of several partitions come to. */
    public static Census together(Collection<Census> parts) {
        Map<Ended, Long> ended = new HashMap<>();
        parts.forEach(part -> part.ended.forEach((what, count) -> ended.merge(what, count, Long::sum)));
        return new Census(
                parts.stream().mapToLong(Census::queued).sum(),
                parts.stream().mapToLong(Census::running).sum(),
                parts.stream()
                        .map(Census::oldest)
                        .max(Comparator.naturalOrder())
                        .orElse(Duration.ZERO),
                ended);
    }

    /** The same without what may be counted once only. */
    public Census withoutEnded() {
        return new Census(queued, running, oldest, Map.of());
    }
}
