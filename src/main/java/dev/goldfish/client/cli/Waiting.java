package dev.goldfish.client.cli;

import dev.goldfish.client.Answer;
import dev.goldfish.client.GoldfishClient;
import dev.goldfish.client.GoldfishClientBuilder;
import dev.goldfish.client.Progress;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether and how long to wait for a job. */
final class Waiting {
    private static final Duration DEFAULT = Duration.ofMinutes(10);

    @Option(names = "--wait", description = "Wait for the job's end and print its result")
    boolean wait;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "How long to wait at most, such as 30s, 5m or 1h; default 10m")
    @Nullable
    Duration timeout;

    /** A client that waits as long for the answer to the start. */
    GoldfishClient ofStart(GoldfishClientBuilder settings) {
        return (timeout == null ? settings : settings.requestTimeout(timeout)).build();
    }

    /** @param spent what of the time is over already */
    Answer await(String jobId, Duration spent, GoldfishClient client, Shell shell) {
        Duration left = (timeout == null ? DEFAULT : timeout).minus(spent).truncatedTo(ChronoUnit.MILLIS);
        Duration longest = left.isNegative() ? Duration.ZERO : left;
        if (!shell.terminal()) {
            return client.await(jobId, longest);
        }
        long start = System.nanoTime();
        try {
            return client.await(
                    jobId,
                    longest,
                    progress -> shell.notes().update(line(progress, Duration.ofNanos(System.nanoTime() - start))));
        } finally {
            shell.notes().clear();
        }
    }

    private static String line(Progress progress, Duration elapsed) {
        return String.format(
                Locale.ROOT, "%3.0f %%  %s  %d s", progress.fraction() * 100, progress.message(), elapsed.toSeconds());
    }
}
