package dev.goldfish.client.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.goldfish.client.bench.Plan;
import dev.goldfish.client.bench.Report;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What came of a load, for people and for programs.
 *
 * @param unit what was counted: calls or jobs
 */
record BenchReport(String tool, String unit, Plan plan, Report report) {
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(row(unit, "%,d in %.1f s", report.succeeded(), seconds(report.elapsed())));
        lines.add(row("throughput", "%,.1f %s/s", report.throughputPerSecond(), unit));
        if (report.succeeded() > 0) {
            latencies().forEach((name, latency) -> lines.add(row("latency " + name, "%.3f ms", milliseconds(latency))));
        }
        report.errors().forEach((error, count) -> lines.add(row("failed", "%,d: %s", count, error)));
        if (report.unsent() > 0) {
            lines.add(row("never sent", "%,d: their time had come, but no connection was free", report.unsent()));
        }
        return lines;
    }

    String json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("tool", tool).put("unit", unit).put("concurrency", plan.concurrency());
        json.put("rate_per_second", plan.isOpenLoop() ? (Double) plan.ratePerSecond() : null);
        json.put("elapsed_s", seconds(report.elapsed()));
        json.put("succeeded", report.succeeded()).put("failed", report.failed()).put("unsent", report.unsent());
        json.put("throughput_per_second", rounded(report.throughputPerSecond()));
        ObjectNode latency = json.putObject("latency_ms");
        if (report.succeeded() > 0) {
            latencies().forEach((name, value) -> latency.put(name.replace(".", ""), milliseconds(value)));
        }
        ObjectNode errors = json.putObject("errors");
        report.errors().forEach(errors::put);
        return json.toString();
    }

    private Map<String, Duration> latencies() {
        Map<String, Duration> byName = new LinkedHashMap<>();
        Report.Latency latency = report.latency();
        byName.put("mean", latency.mean());
        byName.put("p50", latency.p50());
        byName.put("p90", latency.p90());
        byName.put("p99", latency.p99());
        byName.put("p99.9", latency.p999());
        byName.put("max", latency.max());
        return byName;
    }

    private static String row(String name, String format, Object... values) {
        return String.format(Locale.ROOT, "%-15s", name) + String.format(Locale.ROOT, format, values);
    }

    private static double seconds(Duration duration) {
        return rounded(duration.toNanos() / 1e9);
    }

    private static double milliseconds(Duration duration) {
        return rounded(duration.toNanos() / 1e6);
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
