package dev.goldfish.client.cli;

import dev.goldfish.client.bench.Plan;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How much load, and for how long. */
final class LoadShape {
    private static final Duration DEFAULT_DURATION = Duration.ofSeconds(10);
    private static final Duration UNBOUNDED = Duration.ofDays(365);

    @Option(names = "--calls", paramLabel = "N", description = "End after so many calls or jobs")
    private @Nullable Long calls;

    @Option(
            names = "--duration",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "End after this time, such as 30s or 5m; default 10s, or none with --calls")
    private @Nullable Duration duration;

    @Option(
            names = "--warm-up",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "Load that goes before and is not measured; default 2s, or none with --calls")
    private @Nullable Duration warmUp;

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            description = "Connections, and so calls or jobs under way at once; default 32")
    private int concurrency = 32;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Calls or jobs that become due in a second, whether or not earlier ones are answered;"
                    + " latencies count from when they were due. Default: each connection goes on when it has its"
                    + " answer")
    private @Nullable Double rate;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "How long one call or job may take; default 30s")
    private Duration timeout = Duration.ofSeconds(30);

    Plan plan() {
        if (rate != null && rate <= 0) {
            throw new UsageException("--rate must be more than 0");
        }
        boolean counted = calls != null;
        return new Plan(
                concurrency,
                rate == null ? 0 : rate,
                calls == null ? Long.MAX_VALUE : calls,
                duration != null ? duration : counted ? UNBOUNDED : DEFAULT_DURATION,
                warmUp != null ? warmUp : counted ? Duration.ZERO : Duration.ofSeconds(2),
                timeout);
    }
}
