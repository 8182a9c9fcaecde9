package dev.goldfish.tools;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.goldfish.tool.JobContext;
import dev.goldfish.tool.JobTool;
import dev.goldfish.tool.ToolName;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Takes a while, and gives its payload back: a stand-in for real work. */
@ToolName(
        value = "start_long_task",
        description = "Starts a job that takes some seconds and ends with the payload as its result.",
        idempotent = true)
@ApplicationScoped
public class StartLongTask implements JobTool<StartLongTask.Task, Map<String, Object>> {
    private static final int STEPS_PER_SECOND = 4;

    @RegisterForReflection
    public record Task(
            @NotNull @Min(1) @Max(20) @JsonPropertyDescription("How long the job takes, in seconds.")
            Integer seconds,

            @Nullable @JsonPropertyDescription("What the job ends with as its result; {} if left out.")
            Map<String, Object> payload) {}

    @Override
    public Map<String, Object> run(Task input, JobContext job) throws InterruptedException {
        int steps = input.seconds() * STEPS_PER_SECOND;
        for (int step = 1; step <= steps; step++) {
            TimeUnit.MILLISECONDS.sleep(1000 / STEPS_PER_SECOND);
            job.progress((double) step / steps, step / STEPS_PER_SECOND + " of " + input.seconds() + " seconds");
        }
        return input.payload() == null ? Map.of() : input.payload();
    }
}
