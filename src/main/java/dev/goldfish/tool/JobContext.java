package dev.goldfish.tool;

/** What a running job can know and say. */
public interface JobContext {
    String clientId();

    String jobId();

    /** Which attempt this is, from 1. */
    int attempt();

    /** Rises with every attempt of this job: a store that refuses lower numbers than it has seen keeps stale ones out. */
    long fence();

    /**
     * Says how far the job is; polls see it within about a second, and the stall timeout starts again.
     *
     * @param fraction 0.0 to 1.0
     * @param message one line for people, cut at 200 characters
     */
    void progress(double fraction, String message);

    /** True as soon as the job should stop: it was cancelled, is out of time, or is no longer this replica's. */
    boolean stopping();
}
