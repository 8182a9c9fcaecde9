package dev.goldfish.server;

import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.quarkus.test.junit.QuarkusTestProfile;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;

/** A server whose spans stay in memory. */
public class TracesProfile implements QuarkusTestProfile {
    static final InMemorySpanExporter SPANS = InMemorySpanExporter.create();

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("quarkus.otel.sdk.disabled", "false", "quarkus.otel.simple", "true");
    }

    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(Exporter.class);
    }

    @Alternative
    @Singleton
    public static class Exporter {
        @Produces
        @Singleton
        SpanExporter exporter() {
            return SPANS;
        }
    }
}
