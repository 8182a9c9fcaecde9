package dev.goldfish.metrics;

import dev.goldfish.redis.RedisObserver;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Times round trips to Redis by script or command. */
public final class RedisMetrics implements RedisObserver {
    private final MeterRegistry registry;
    private final Map<String, Timer> timers = new ConcurrentHashMap<>();

    public RedisMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void ended(String command, long nanos) {
        timers.computeIfAbsent(command, this::timer).record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer timer(String command) {
        return Latency.timer(registry, "goldfish.redis", "Round trips to Redis, timeouts included", "command", command);
    }
}
