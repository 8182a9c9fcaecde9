package dev.goldfish.metrics;

import dev.goldfish.access.LiveRegistry;
import dev.goldfish.server.Load;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.BooleanSupplier;

/** Shows how this replica is. */
public final class ReplicaMetrics {
    private ReplicaMetrics() {}

    /**
     * @param redisUp whether Redis has let calls in lately
     * @param subscribed whether this replica hears what Redis tells of jobs
     */
    public static void register(
            MeterRegistry registry,
            Load load,
            LiveRegistry clients,
            BooleanSupplier redisUp,
            BooleanSupplier subscribed) {
        Gauge.builder("goldfish.calls.in.flight", load, Load::calls)
                .description("Calls between their arrival and the leaving of their answer, long polls included")
                .register(registry);
        Gauge.builder("goldfish.registry.failed", clients, now -> now.status().failedAt() == null ? 0 : 1)
                .description("1 while the registry in use is not the one on disk, because that was refused")
                .register(registry);
        Gauge.builder("goldfish.redis.up", () -> redisUp.getAsBoolean() ? 1 : 0)
                .description("1 while Redis lets calls in that come to this replica")
                .register(registry);
        Gauge.builder("goldfish.redis.subscribed", () -> subscribed.getAsBoolean() ? 1 : 0)
                .description("1 while this replica hears what Redis tells of jobs")
                .register(registry);
    }
}
