package dev.goldfish.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of the caller's jobs.
 *
 * @param nextCursor where the next page starts; null on the last
 * @param answer the verified answer, with whatever else the server said
 */
public record JobPage(List<Job> jobs, @Nullable String nextCursor, Answer answer) {
    /**
     * A job as a list shows it.
     *
     * @param status as on the wire: {@code running}, {@code done} or {@code error}
     * @param fraction how far it is, 0.0 to 1.0
     */
    public record Job(String jobId, String tool, String status, double fraction) {}

    static JobPage of(Answer answer) {
        JsonNode result = answer.tree();
        List<Job> jobs = new ArrayList<>();
        for (JsonNode job : result.path("jobs")) {
            jobs.add(new Job(
                    job.path("job_id").asText(),
                    job.path("tool").asText(),
                    job.path("status").asText(),
                    job.path("progress").asDouble()));
        }
        JsonNode next = result.path("next_cursor");
        return new JobPage(List.copyOf(jobs), next.isTextual() ? next.asText() : null, answer);
    }
}
