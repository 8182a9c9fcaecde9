package dev.goldfish.job;

/** What a worker learns when it writes to a job it runs. */
public enum Renewal {
    OK,
    /** The job is to stop. */
    CANCEL,
    /** The job is no longer this worker's. */
    LOST
}
