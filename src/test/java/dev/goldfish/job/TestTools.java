package dev.goldfish.job;

import dev.goldfish.tool.JobContext;
import dev.goldfish.tool.JobTool;
import dev.goldfish.tool.ToolException;
import dev.goldfish.tool.ToolName;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Tools with one peculiarity each. */
final class TestTools {
    private TestTools() {}

    @RegisterForReflection
    record Nothing() {}

    @RegisterForReflection
    record Count(int count) {}

    /** Waits to be released, or to be interrupted; counts how often it began. */
    @ToolName(value = "gated", idempotent = true)
    static class Gated implements JobTool<Nothing, Count> {
        final CountDownLatch gate = new CountDownLatch(1);
        final AtomicInteger begun = new AtomicInteger();
        final AtomicInteger interrupted = new AtomicInteger();

        @Override
        public Count run(Nothing input, JobContext job) throws InterruptedException {
            begun.incrementAndGet();
            job.progress(0.5, "half way");
            try {
                gate.await();
            } catch (InterruptedException e) {
                interrupted.incrementAndGet();
                throw e;
            }
            return new Count(job.attempt());
        }
    }

    @ToolName(value = "stubborn", maxRuntime = "PT0.5S")
    static class Stubborn extends Gated {
        @Override
        public Count run(Nothing input, JobContext job) {
            while (true) {
                try {
                    return super.run(input, job);
                } catch (InterruptedException e) {
                    // What a tool should not do.
                }
            }
        }
    }

    @ToolName(value = "silent", stallTimeout = "PT0.4S")
    static class Silent extends Gated {}

    @ToolName("failing")
    static class Failing implements JobTool<Failing.How, Count> {
        @RegisterForReflection
        record How(boolean openly) {}

        @Override
        public Count run(How input, JobContext job) {
            if (input.openly()) {
                throw new ToolException("no paper");
            }
            throw new IllegalStateException("secret detail");
        }
    }

    @ToolName("talkative")
    static class Talkative implements JobTool<Nothing, String> {
        @Override
        public String run(Nothing input, JobContext job) {
            return "x".repeat(2_000);
        }
    }
}
