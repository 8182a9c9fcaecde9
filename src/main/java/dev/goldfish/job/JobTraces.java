package dev.goldfish.job;

import java.util.function.Supplier;

/** Carries the trace of a call to the run of its job, in whichever replica that is. */
public interface JobTraces {
    JobTraces NONE = new JobTraces() {
        @Override
        public String current() {
            return "";
        }

        @Override
        public <T> T within(Lease lease, Supplier<T> run) {
            return run.get();
        }
    };

    /** What the call that is served now belongs to, as W3C's {@code traceparent}; empty for nothing. */
    String current();

    /** Runs a job on the current thread, as a part of what it belongs to. */
    <T> T within(Lease lease, Supplier<T> run);
}
