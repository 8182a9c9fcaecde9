package dev.goldfish.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/**
 * How far a running job is.
 *
 * @param fraction 0.0 to 1.0
 * @param message one line by the tool; empty where it said nothing
 * @param attempt which attempt this is, from 1; 0 while the job waits for a worker
 * @param pollAfter when the server would like to be asked again
 */
public record Progress(String jobId, double fraction, String message, int attempt, Duration pollAfter) {
    /** Of an answer whose status is running. */
    public static Progress of(Answer running) {
        JsonNode result = running.tree();
        return new Progress(
                result.path("job_id").asText(),
                Math.min(1, Math.max(0, result.path("progress").asDouble())),
                result.path("message").asText(""),
                result.path("attempt").asInt(),
                Duration.ofMillis(Math.max(0, result.path("poll_after_ms").asLong())));
    }
}
