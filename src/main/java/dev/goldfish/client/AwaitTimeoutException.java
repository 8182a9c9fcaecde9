package dev.goldfish.client;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The job did not end in time, or nobody could say so. It goes on: wait again with its {@link #jobId()}. */
public final class AwaitTimeoutException extends GoldfishException {
    private static final long serialVersionUID = 1L;

    private final String jobId;

    AwaitTimeoutException(String jobId, Duration timeout, String requestId, @Nullable GoldfishException last) {
        super(
                "job " + jobId + " did not end within " + Durations.text(timeout)
                        + (last == null ? "" : " (last: " + last.reason() + ")"),
                requestId,
                last);
        this.jobId = jobId;
    }

    public String jobId() {
        return jobId;
    }
}
