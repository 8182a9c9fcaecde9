package dev.goldfish.job;

/** What became of a worker's last write. */
public enum Written {
    WRITTEN,
    /** The job was no longer this worker's. */
    TOO_LATE,
    /** The job failed, since its result is more than its client may keep. */
    TOO_MANY_BYTES
}
