package dev.goldfish.redis;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * For how long each partition has answered without an outage in which a worker could have lost a lease. One answer that is
 * late or lost is no outage where others come meanwhile.
 */
public final class Contact {
    private final Map<String, Answers> partitions = new ConcurrentHashMap<>();
    private final long longestGapNanos;
    private final LongSupplier nanos;

    /** @param longestGap how long there may be no answer without harm, such as a third of a lease */
    public Contact(Duration longestGap) {
        this(longestGap, System::nanoTime);
    }

    Contact(Duration longestGap, LongSupplier nanos) {
        this.longestGapNanos = longestGap.toNanos();
        this.nanos = nanos;
    }

    void answered(String partition) {
        of(partition).answered(nanos.getAsLong());
    }

    void failed(String partition) {
        of(partition).failed();
    }

    /** Zero while there is an outage, and before the first answer. */
    Duration unbroken(String partition) {
        return Duration.ofNanos(of(partition).unbroken(nanos.getAsLong()));
    }

    private Answers of(String partition) {
        return partitions.computeIfAbsent(partition, of -> new Answers());
    }

    private final class Answers {
        private boolean any;
        /** Whether something failed since the last answer. */
        private boolean failed;

        private long lastNanos;
        private long sinceNanos;

        synchronized void answered(long now) {
            if (!any || isOutage(now)) {
                sinceNanos = now;
            }
            any = true;
            failed = false;
            lastNanos = now;
        }

        synchronized void failed() {
            failed = true;
        }

        synchronized long unbroken(long now) {
            return any && !isOutage(now) ? now - sinceNanos : 0;
        }

        private boolean isOutage(long now) {
            return failed && now - lastNanos > longestGapNanos;
        }
    }
}
