package dev.goldfish.server;

import java.time.Duration;
import java.util.function.Supplier;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * Down when a loop of the worker takes its turns no more: leases would run out unnoticed, and only a restart helps. It
 * asks nothing of Redis, whose outage no restart ends.
 */
public final class WorkerHealth implements HealthCheck {
    private final Supplier<Duration> silence;
    private final Duration longest;

    /**
     * @param silence for how long the turn of some loop is overdue
     * @param longest how long that may be
     */
    public WorkerHealth(Supplier<Duration> silence, Duration longest) {
        this.silence = silence;
        this.longest = longest;
    }

    @Override
    public HealthCheckResponse call() {
        Duration now = silence.get();
        return HealthCheckResponse.named("worker")
                .status(now.compareTo(longest) <= 0)
                .withData("silent_ms", now.toMillis())
                .build();
    }
}
