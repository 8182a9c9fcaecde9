package dev.goldfish.job;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Shows that a loop still takes its turns, on a clock that only goes forward. */
final class HeartBeat {
    private final LongSupplier nanos;
    private volatile boolean begun;
    private volatile long dueNanos;

    HeartBeat() {
        this(System::nanoTime);
    }

    HeartBeat(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** @param pause until the next turn, if all is well */
    void beat(Duration pause) {
        dueNanos = nanos.getAsLong() + pause.toNanos();
        begun = true;
    }

    /** For how long the next turn is overdue; zero before it is due, and before the first. */
    Duration silence() {
        return begun ? Duration.ofNanos(Math.max(0, nanos.getAsLong() - dueNanos)) : Duration.ZERO;
    }
}
