package dev.goldfish.metrics;

import dev.goldfish.access.KeyObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts the use of credentials by key id, so that one that nobody uses any more can be taken out. */
public final class KeyMetrics implements KeyObserver {
    private final MeterRegistry registry;
    private final Map<String, Counter> uses = new ConcurrentHashMap<>();

    public KeyMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void used(String kid) {
        uses.computeIfAbsent(kid, this::counter).increment();
    }

    private Counter counter(String kid) {
        return Counter.builder("goldfish.keys.used")
                .description("Calls that a credential has signed, by key id")
                .tag("kid", kid)
                .register(registry);
    }
}
