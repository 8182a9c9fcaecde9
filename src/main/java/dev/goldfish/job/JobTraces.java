package dev.goldfish.job;

/** Carries the trace of a call to the run of its job, in whichever replica that is. */
public interface JobTraces {
    JobTraces NONE = new JobTraces() {
        @Override
        public String current() {
            return "";
        }

        @Override
        public Traced begin(Lease lease) {
            return () -> {};
        }
    };

    /** What the call that is served now belongs to, as W3C's {@code traceparent}; empty for nothing. */
    String current();

    /** Marks the beginning of a run; to be closed on the same thread. */
    Traced begin(Lease lease);

    /** A run that is going on. */
    interface Traced extends AutoCloseable {
        @Override
        void close();
    }
}
