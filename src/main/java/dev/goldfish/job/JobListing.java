package dev.goldfish.job;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code list_jobs} answers.
 *
 * @param jobs newest first
 * @param nextCursor to be given for the next page; null at the end
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
public record JobListing(List<Entry> jobs, @Nullable String nextCursor) {
    /**
     * One job.
     *
     * @param status running, done or error
     * @param progress 0.0 to 1.0
     * @param error the wire's error text where it did not end well
     * @param createdMs milliseconds since the epoch
     * @param endedMs milliseconds since the epoch; null while it has not ended
     */
    @RegisterForReflection
    @JsonNaming(SnakeCaseStrategy.class)
    public record Entry(
            String jobId,
            String tool,
            String status,
            double progress,
            String message,
            int attempt,
            @Nullable String error,
            long createdMs,
            @Nullable Long endedMs) {}
}
