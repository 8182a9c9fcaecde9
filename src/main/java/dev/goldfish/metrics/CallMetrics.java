package dev.goldfish.metrics;

import dev.goldfish.protocol.ErrorCode;
import dev.goldfish.protocol.Outcome;
import dev.goldfish.protocol.Status;
import dev.goldfish.server.CallObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** Times calls by tool and status, and counts refusals by error, and calls whose caller went away. */
public final class CallMetrics implements CallObserver {
    /** The label of calls that were not admitted, and of those of tools that there are not. */
    static final String NO_TOOL = "none";

    private final Map<String, Timers> timers = new HashMap<>();
    private final Timers none;
    private final Map<ErrorCode, Counter> refusals = new EnumMap<>(ErrorCode.class);

    /** @param tools the names in the catalog */
    public CallMetrics(MeterRegistry registry, Collection<String> tools) {
        tools.forEach(tool -> timers.put(tool, new Timers(registry, tool)));
        none = new Timers(registry, NO_TOOL);
        for (ErrorCode code : ErrorCode.values()) {
            refusals.put(
                    code,
                    Counter.builder("goldfish.refusals")
                            .description("Calls that were refused or failed, by error")
                            .tag("error", code.text())
                            .register(registry));
        }
    }

    @Override
    public void answered(@Nullable String tool, Outcome outcome, long nanos) {
        of(tool).of(outcome.status()).record(nanos, TimeUnit.NANOSECONDS);
        String error = outcome.error();
        // A poll that tells of a job's failure is none itself.
        if (error != null && outcome.httpStatus() != Status.ERROR.httpStatus()) {
            ErrorCode code = ErrorCode.of(error);
            Objects.requireNonNull(refusals.get(code == null ? ErrorCode.TOOL_FAILED : code))
                    .increment();
        }
    }

    @Override
    public void unanswered(@Nullable String tool) {
        of(tool).unanswered.increment();
    }

    private Timers of(@Nullable String tool) {
        return tool == null ? none : timers.getOrDefault(tool, none);
    }

    /** Those of one tool. A status that it never has makes no series. */
    private static final class Timers {
        private final MeterRegistry registry;
        private final String tool;
        private final AtomicReferenceArray<@Nullable Timer> byStatus =
                new AtomicReferenceArray<>(Status.values().length);

        private final Counter unanswered;

        Timers(MeterRegistry registry, String tool) {
            this.registry = registry;
            this.tool = tool;
            this.unanswered = Counter.builder("goldfish.calls.unanswered")
                    .description("Calls whose caller went away before the answer")
                    .tag("tool", tool)
                    .register(registry);
        }

        Timer of(Status status) {
            Timer timer = byStatus.get(status.ordinal());
            if (timer == null) {
                timer = Latency.timer(
                        registry,
                        "goldfish.calls",
                        "Calls from arrival to answer",
                        "tool",
                        tool,
                        "status",
                        status.wire());
                byStatus.set(status.ordinal(), timer);
            }
            return timer;
        }
    }
}
