package dev.goldfish.attacks;

import dev.goldfish.tool.Caller;
import dev.goldfish.tool.Tool;
import dev.goldfish.tool.ToolName;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The tool that attacks are after: it takes anything, and tells how often it has run. */
@ToolName(value = "test_victim", idempotent = true)
@ApplicationScoped
public class Victim implements Tool<Victim.Input, Victim.Output> {
    private static final AtomicInteger RUNS = new AtomicInteger();

    @RegisterForReflection
    public record Input(
            @Nullable Map<String, Object> bag, @Nullable String word) {}

    @RegisterForReflection
    public record Output(int run) {}

    @Override
    public Output call(Input input, Caller caller) {
        return new Output(RUNS.incrementAndGet());
    }

    static int runs() {
        return RUNS.get();
    }
}
