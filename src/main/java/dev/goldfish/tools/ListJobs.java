package dev.goldfish.tools;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.goldfish.job.JobListing;
import dev.goldfish.job.JobService;
import dev.goldfish.tool.Caller;
import dev.goldfish.tool.ReactiveTool;
import dev.goldfish.tool.ToolName;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;

/** Lists the caller's own jobs. */
@ToolName(value = "list_jobs", description = "Lists your own jobs, newest first.", idempotent = true, cost = 20)
@ApplicationScoped
public class ListJobs implements ReactiveTool<ListJobs.Query, JobListing> {
    private static final int DEFAULT_LIMIT = 50;

    private final JobService jobs;

    @RegisterForReflection
    enum Filter {
        @JsonProperty("running")
        RUNNING("running"),
        @JsonProperty("done")
        DONE("done"),
        @JsonProperty("error")
        ERROR("error");

        private final String wire;

        Filter(String wire) {
            this.wire = wire;
        }
    }

    @RegisterForReflection
    public record Query(
            @Nullable @JsonPropertyDescription("Only jobs of this status; all if left out.")
            Filter status,

            @Nullable @Min(1) @Max(200) @JsonPropertyDescription("How many jobs at most; 50 if left out.")
            Integer limit,

            @Nullable
            @Pattern(regexp = "[0-9]{1,15}:[A-Za-z0-9_:-]{1,80}")
            @JsonPropertyDescription("The next_cursor of the page before; left out for the first page.")
            String cursor) {}

    public ListJobs(JobService jobs) {
        this.jobs = jobs;
    }

    @Override
    public Uni<JobListing> call(Query input, Caller caller) {
        return jobs.list(
                caller,
                input.status() == null ? "" : input.status().wire,
                input.limit() == null ? DEFAULT_LIMIT : input.limit(),
                input.cursor() == null ? "" : input.cursor());
    }
}
