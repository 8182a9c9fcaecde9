package dev.goldfish.tracing;

import dev.goldfish.job.JobTraces;
import dev.goldfish.job.Lease;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes the run of a job a child of the call that started it. */
public final class OpenTelemetryJobs implements JobTraces {
    private static final String TRACE_PARENT = "traceparent";
    private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();
    private static final TextMapGetter<String> ONE_FIELD = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(String traceParent) {
            return List.of(TRACE_PARENT);
        }

        @Override
        public @Nullable String get(@Nullable String traceParent, String key) {
            return key.equals(TRACE_PARENT) ? traceParent : null;
        }
    };

    private final Tracer tracer;

    public OpenTelemetryJobs(Tracer tracer) {
        this.tracer = tracer;
    }

    @Override
    public String current() {
        if (!Span.current().getSpanContext().isValid()) {
            return "";
        }
        Map<String, String> fields = new HashMap<>();
        W3C.inject(Context.current(), fields, Map::put);
        return fields.getOrDefault(TRACE_PARENT, "");
    }

    @Override
    public <T> T within(Lease lease, Supplier<T> run) {
        Span span = tracer.spanBuilder("job " + lease.tool())
                .setParent(W3C.extract(Context.root(), lease.trace(), ONE_FIELD))
                .setSpanKind(SpanKind.CONSUMER)
                .setAttribute("goldfish.job_id", lease.ref().jobId())
                .setAttribute("goldfish.tool", lease.tool())
                .setAttribute("goldfish.attempt", lease.attempt())
                .startSpan();
        try (Scope scope = span.makeCurrent()) {
            return run.get();
        } finally {
            span.end();
        }
    }
}
