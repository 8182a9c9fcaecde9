package dev.goldfish.faults;

import dev.goldfish.tool.Caller;
import dev.goldfish.tool.JobContext;
import dev.goldfish.tool.JobTool;
import dev.goldfish.tool.Tool;
import dev.goldfish.tool.ToolName;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Tools that no production package should have. */
public final class FaultTools {
    private FaultTools() {}

    /** Appends the id of its process to a file, and then takes its time: running it twice does harm. */
    @ToolName("append_line")
    @ApplicationScoped
    public static class AppendLine implements Tool<AppendLine.Input, AppendLine.Appended> {
        @RegisterForReflection
        public record Input(
                @NotNull String file,
                @NotNull @Min(0) @Max(60_000) Integer ms) {}

        @RegisterForReflection
        public record Appended(long pid) {}

        @Override
        public Appended call(Input input, Caller caller) throws IOException, InterruptedException {
            long pid = ProcessHandle.current().pid();
            Files.writeString(Path.of(input.file()), pid + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            TimeUnit.MILLISECONDS.sleep(input.ms());
            return new Appended(pid);
        }
    }

    @RegisterForReflection
    public record Nothing() {}

    /** Kills the process that runs it. */
    @ToolName(value = "poison", idempotent = true)
    @ApplicationScoped
    public static class Poison implements JobTool<Nothing, Map<String, Object>> {
        @Override
        public Map<String, Object> run(Nothing input, JobContext job) {
            Runtime.getRuntime().halt(137);
            return Map.of();
        }
    }

    /** Takes 20 seconds, whatever one asks it to. */
    @ToolName(value = "stubborn", idempotent = true, maxRuntime = "PT3S")
    @ApplicationScoped
    public static class Stubborn implements JobTool<Nothing, Map<String, Object>> {
        @Override
        public Map<String, Object> run(Nothing input, JobContext job) {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (System.nanoTime() < end) {
                try {
                    TimeUnit.MILLISECONDS.sleep(50);
                } catch (InterruptedException e) {
                    // On purpose.
                }
            }
            return Map.of("late", true);
        }
    }
}
