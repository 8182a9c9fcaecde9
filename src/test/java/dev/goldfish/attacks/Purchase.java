package dev.goldfish.attacks;

import dev.goldfish.tool.Caller;
import dev.goldfish.tool.Tool;
import dev.goldfish.tool.ToolName;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicInteger;

/** A tool that must not run twice for the same work. */
@ToolName("test_purchase")
@ApplicationScoped
public class Purchase implements Tool<Purchase.Input, Purchase.Output> {
    private static final AtomicInteger RUNS = new AtomicInteger();

    @RegisterForReflection
    public record Input() {}

    @RegisterForReflection
    public record Output(int receipt) {}

    @Override
    public Output call(Input input, Caller caller) {
        return new Output(RUNS.incrementAndGet());
    }

    static int runs() {
        return RUNS.get();
    }
}
