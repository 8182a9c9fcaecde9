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
import jakarta.validation.constraints.NotNull;

/** Asks a job to stop, and tells how it is after that. */
@ToolName(
        value = "cancel_job",
        description = "Cancels a job: at once while it waits; a running one is asked to stop.",
        idempotent = true)
@ApplicationScoped
public class CancelJob implements ReactiveTool<CancelJob.Cancel, Outcome> {
    private final JobService jobs;

    @RegisterForReflection
    public record Cancel(
            @NotNull @JsonProperty("job_id") @JsonPropertyDescription("The id that the start of the job answered.")
            String jobId) {}

    public CancelJob(JobService jobs) {
        this.jobs = jobs;
    }

    @Override
    public Uni<Outcome> call(Cancel input, Caller caller) {
        return jobs.cancel(caller, input.jobId());
    }
}
