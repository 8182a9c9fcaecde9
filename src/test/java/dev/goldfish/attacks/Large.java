package dev.goldfish.attacks;

import dev.goldfish.tool.Caller;
import dev.goldfish.tool.Tool;
import dev.goldfish.tool.ToolName;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;

/** A tool whose answers take memory. */
@ToolName(value = "test_large", idempotent = true)
@ApplicationScoped
public class Large implements Tool<Large.Input, Large.Output> {
    @RegisterForReflection
    public record Input(int kib) {}

    @RegisterForReflection
    public record Output(String text) {}

    @Override
    public Output call(Input input, Caller caller) {
        return new Output("x".repeat(input.kib() * 1024));
    }
}
