package dev.goldfish.metrics;

import dev.goldfish.job.Census;
import dev.goldfish.job.JobObserver;
import dev.goldfish.job.JobState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** Shows the jobs of all replicas together as the last reaping found them, and counts how they end. */
public final class JobMetrics implements JobObserver {
    private final MeterRegistry registry;
    private final Counter leasesLost;
    private final Map<Census.Ended, Counter> ended = new HashMap<>();
    private final AtomicBoolean hasCounted = new AtomicBoolean();
    private volatile Census last = Census.EMPTY;

    /**
     * @param tools the names of those in the catalog that start jobs
     * @param queueLimit how many jobs may wait
     */
    public JobMetrics(MeterRegistry registry, Set<String> tools, int queueLimit) {
        this.registry = registry;
        this.leasesLost = Counter.builder("goldfish.leases.lost")
                .description("Runs that were stopped because their lease could not be kept")
                .register(registry);
        // All of them now: an increase from nothing to one would be seen by nobody.
        Stream.concat(tools.stream(), Stream.of(CallMetrics.NO_TOOL))
                .flatMap(tool -> Arrays.stream(JobState.values())
                        .filter(JobState::terminal)
                        .map(state -> new Census.Ended(tool, state)))
                .forEach(what -> ended.put(what, counter(what)));
        Gauge.builder("goldfish.jobs.queue.limit", () -> queueLimit)
                .description("How many jobs may wait, in all replicas together")
                .register(registry);
    }

    /** Not before there is something to show: an autoscaler would take 0 for an idle service. */
    private void showUnfinished() {
        jobs("queued", Census::queued);
        jobs("running", Census::running);
        Gauge.builder("goldfish.jobs.oldest", () -> last.oldest().toMillis() / 1e3)
                .description("How long the oldest job that may run has been waiting, in all replicas together")
                .baseUnit("seconds")
                .register(registry);
    }

    private void jobs(String state, ToDoubleFunction<Census> count) {
        Gauge.builder("goldfish.jobs", () -> count.applyAsDouble(last))
                .description("Jobs that have not ended, in all replicas together")
                .tag("state", state)
                .register(registry);
    }

    @Override
    public void counted(Census census) {
        last = census;
        if (hasCounted.compareAndSet(false, true)) {
            showUnfinished();
        }
        census.ended().forEach((what, count) -> counterOf(what).increment(count));
    }

    private Counter counterOf(Census.Ended what) {
        Counter counter = ended.get(what);
        return counter == null
                ? Objects.requireNonNull(ended.get(new Census.Ended(CallMetrics.NO_TOOL, what.state())))
                : counter;
    }

    private Counter counter(Census.Ended what) {
        return Counter.builder("goldfish.jobs.ended")
                .description("Jobs that ended; each is counted by one replica")
                .tag("tool", what.tool())
                .tag("state", what.state().name().toLowerCase(Locale.ROOT))
                .register(registry);
    }

    @Override
    public void leaseLost() {
        leasesLost.increment();
    }
}
