package dev.goldfish.tools;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.goldfish.tool.Caller;
import dev.goldfish.tool.InvalidArgumentsException;
import dev.goldfish.tool.Tool;
import dev.goldfish.tool.ToolName;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import java.util.List;

/** Adds numbers from left to right, as doubles. */
@ToolName(value = "batch_sum", description = "Counts and adds numbers.", idempotent = true, nonBlocking = true)
@ApplicationScoped
public class BatchSum implements Tool<BatchSum.Numbers, BatchSum.Sum> {
    @RegisterForReflection
    public record Numbers(
            @NotEmpty @JsonPropertyDescription("The numbers to add, at least one.")
            List<@NotNull Double> numbers) {}

    @RegisterForReflection
    public record Sum(int count, double total) {}

    @Override
    public Sum call(Numbers input, Caller caller) {
        double total = 0;
        for (double number : input.numbers()) {
            total += number;
        }
        if (!Double.isFinite(total)) {
            throw new InvalidArgumentsException("numbers", "their total must be finite");
        }
        return new Sum(input.numbers().size(), total);
    }
}
