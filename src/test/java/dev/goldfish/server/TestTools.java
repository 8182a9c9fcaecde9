package dev.goldfish.server;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.goldfish.tool.Caller;
import dev.goldfish.tool.InvalidArgumentsException;
import dev.goldfish.tool.JobContext;
import dev.goldfish.tool.JobTool;
import dev.goldfish.tool.Tool;
import dev.goldfish.tool.ToolException;
import dev.goldfish.tool.ToolName;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Tools that only tests call. */
final class TestTools {
    private TestTools() {}

    /** Runs until it is released, and answers how often it has run. */
    @ToolName("test_once")
    @ApplicationScoped
    public static class Once implements Tool<Once.Input, Once.Output> {
        private final Map<String, CountDownLatch> latches = new ConcurrentHashMap<>();
        private final AtomicInteger runs = new AtomicInteger();

        @RegisterForReflection
        public record Input(@NotNull String latch) {}

        @RegisterForReflection
        public record Output(int run) {}

        @Override
        public Output call(Input input, Caller caller) throws InterruptedException {
            int run = runs.incrementAndGet();
            latch(input.latch()).await();
            return new Output(run);
        }

        void release(String latch) {
            latch(latch).countDown();
        }

        int runs() {
            return runs.get();
        }

        private CountDownLatch latch(String name) {
            return latches.computeIfAbsent(name, any -> new CountDownLatch(1));
        }
    }

    /** Has rules that are costly to check. */
    @ToolName(value = "test_rules", idempotent = true, nonBlocking = true)
    @ApplicationScoped
    public static class Rules implements Tool<Rules.Input, Rules.Output> {
        @RegisterForReflection
        public record Input(
                @Nullable List<@Digits(integer = 2, fraction = 0) Integer> numbers,
                @Nullable @Pattern(regexp = "(a+)+b") String backtracking,
                @Nullable @Pattern(regexp = "(a|b)*") String deep) {}

        @RegisterForReflection
        public record Output() {}

        @Override
        public Output call(Input input, Caller caller) {
            return new Output();
        }
    }

    /** Answers more than has room with any call, and counts how often it has run. */
    @ToolName("test_large_once")
    @ApplicationScoped
    public static class LargeOnce implements Tool<LargeOnce.Input, LargeOnce.Output> {
        private final AtomicInteger runs = new AtomicInteger();

        @RegisterForReflection
        public record Input() {}

        @RegisterForReflection
        public record Output(int run, String text) {}

        @Override
        public Output call(Input input, Caller caller) {
            return new Output(runs.incrementAndGet(), "x".repeat(2 * Shares.FREE));
        }

        int runs() {
            return runs.get();
        }
    }

    @RegisterForReflection
    enum Failure {
        @JsonProperty("said")
        SAID,
        @JsonProperty("unsaid")
        UNSAID,
        @JsonProperty("checked")
        CHECKED,
        @JsonProperty("error")
        ERROR,
        @JsonProperty("memory")
        MEMORY,
        @JsonProperty("arguments")
        ARGUMENTS,
        @JsonProperty("unwritable")
        UNWRITABLE,
        @JsonProperty("infinite")
        INFINITE,
        @JsonProperty("unregistered")
        UNREGISTERED,
        @JsonProperty("long")
        LONG,
        @JsonProperty("deepest")
        DEEPEST,
        @JsonProperty("deep")
        DEEP;

        Object happen() throws IOException {
            return switch (this) {
                case SAID -> throw new ToolException("the printer is out of paper");
                case UNSAID -> throw new IllegalStateException("password: hunter2");
                case CHECKED -> throw new IOException("password: hunter2");
                case ERROR -> throw new AssertionError("password: hunter2");
                case MEMORY -> throw new OutOfMemoryError("password: hunter2");
                case ARGUMENTS -> throw new InvalidArgumentsException("how", "must be kinder");
                case UNWRITABLE -> new Object();
                case INFINITE -> Double.POSITIVE_INFINITY;
                case UNREGISTERED -> new Unregistered("password: hunter2");
                // Cut in the middle of a surrogate pair, were it cut without care.
                case LONG -> throw new ToolException("x".repeat(1_996) + "\ud83d\udc1f".repeat(1_000_000));
                case DEEPEST -> nested(63);
                case DEEP -> nested(64);
            };
        }

        /** The reply around it is one level more. */
        private static Object nested(int depth) {
            return depth == 1 ? List.of() : List.of(nested(depth - 1));
        }
    }

    /** What a native image could not write. */
    private record Unregistered(String text) {}

    @RegisterForReflection
    public record How(@NotNull Failure how) {}

    @ToolName(value = "test_fail", idempotent = true)
    @ApplicationScoped
    public static class Fail implements Tool<How, Object> {
        @Override
        public Object call(How input, Caller caller) throws IOException {
            return input.how().happen();
        }
    }

    /** Fails where its outcome is remembered. */
    @ToolName("test_fail_once")
    @ApplicationScoped
    public static class FailOnce extends Fail {}

    @ToolName("test_fail_job")
    @ApplicationScoped
    public static class FailInJob implements JobTool<How, Object> {
        @Override
        public Object run(How input, JobContext job) throws IOException {
            return input.how().happen();
        }
    }
}
