package dev.goldfish.peers;

import dev.goldfish.tool.JobContext;
import dev.goldfish.tool.JobTool;
import dev.goldfish.tool.ToolName;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** A job whose cost is that of jobs themselves. */
@ToolName(value = "no_op", description = "Does nothing.", idempotent = true)
@ApplicationScoped
public class NoOp implements JobTool<NoOp.Nothing, Map<String, Object>> {
    @RegisterForReflection
    public record Nothing() {}

    @Override
    public Map<String, Object> run(Nothing input, JobContext job) {
        return Map.of();
    }
}
