package dev.goldfish.job;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Shows that a loop still takes its turns, on a clock that only goes forward. */
final class HeartBeat {
    private final LongSupplier nanos;
    private volatile boolean begun;
    private volatile long lastNanos;

    HeartBeat() {
        this(System::nanoTime);
    }

    HeartBeat(LongSupplier nanos) {
        this.nanos = nanos;
    }

    void beat() {
        lastNanos = nanos.getAsLong();
        begun = true;
    }

    /** How long ago the last beat was; zero before the first. */
    Duration silence() {
        return begun ? Duration.ofNanos(nanos.getAsLong() - lastNanos) : Duration.ZERO;
    }
}
