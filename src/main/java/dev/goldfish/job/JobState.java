package dev.goldfish.job;

import dev.goldfish.protocol.Status;

/** Where a job is in its life. The last five are terminal: the first one written stays. */
public enum JobState {
    QUEUED(Status.RUNNING),
    RUNNING(Status.RUNNING),
    DONE(Status.DONE),
    FAILED(Status.ERROR),
    CANCELLED(Status.ERROR),
    TIMED_OUT(Status.ERROR),
    WORKER_LOST(Status.ERROR);

    private final Status status;

    JobState(Status status) {
        this.status = status;
    }

    /** What the wire calls it. */
    public Status status() {
        return status;
    }

    public boolean terminal() {
        return status != Status.RUNNING;
    }
}
