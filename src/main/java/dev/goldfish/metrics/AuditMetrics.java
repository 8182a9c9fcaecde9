package dev.goldfish.metrics;

import dev.goldfish.audit.AuditTrail;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts the events of calls that were dropped because nobody read standard output. */
public final class AuditMetrics {
    private AuditMetrics() {}

    public static void register(MeterRegistry registry, AuditTrail trail) {
        FunctionCounter.builder("goldfish.audit.dropped", trail, AuditTrail::dropped)
                .description("Events of calls that were dropped because standard output took no more")
                .register(registry);
    }
}
