package dev.goldfish.job;

/** Is told of what a replica learns about jobs. */
public interface JobObserver {
    JobObserver NONE = new JobObserver() {
        @Override
        public void counted(Census census) {}

        @Override
        public void leaseLost() {}
    };

    void counted(Census census);

    /** A run of this replica is to stop, because its job is no longer this replica's. */
    void leaseLost();
}
