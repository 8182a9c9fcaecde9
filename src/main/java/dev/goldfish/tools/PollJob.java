package dev.goldfish.tools;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.goldfish.job.JobService;
import dev.goldfish.protocol.Outcome;
import dev.goldfish.tool.Caller;
import dev.goldfish.tool.ReactiveTool;
import dev.goldfish.tool.ToolName;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Tells how a job is; with {@code wait_ms} as soon as it has ended. */
@ToolName(value = "poll_job", description = "Gives a job's status, and its result once it is done.", idempotent = true)
@ApplicationScoped
public class PollJob implements ReactiveTool<PollJob.Poll, Outcome> {
    private final JobService jobs;

    @RegisterForReflection
    public record Poll(
            @NotNull @JsonProperty("job_id") @JsonPropertyDescription("The id that the start of the job answered.")
            String jobId,

            @Nullable
            @Min(0)
            @Max(30_000)
            @JsonProperty("wait_ms")
            @JsonPropertyDescription(
                    "For how long to wait for the job to end, in milliseconds; 0 to answer at once, which is the default.")
            Integer waitMs) {}

    public PollJob(JobService jobs) {
        this.jobs = jobs;
    }

    @Override
    public Uni<Outcome> call(Poll input, Caller caller) {
        return jobs.poll(caller, input.jobId(), Duration.ofMillis(input.waitMs() == null ? 0 : input.waitMs()));
    }
}
