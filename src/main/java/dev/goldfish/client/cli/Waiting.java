package dev.goldfish.client.cli;

import dev.goldfish.client.Answer;
import dev.goldfish.client.GoldfishClient;
import dev.goldfish.client.Progress;
import java.time.Duration;
import java.util.Locale;
import picocli.CommandLine.Option;

/** Whether and how long to wait for a job. */
final class Waiting {
    @Option(names = "--wait", description = "Wait for the job's end and print its result")
    boolean wait;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "How long to wait at most, such as 30s, 5m or 1h; default 10m")
    Duration timeout = Duration.ofMinutes(10);

    Answer await(String jobId, GoldfishClient client, Shell shell) {
        if (!shell.terminal()) {
            return client.await(jobId, timeout);
        }
        long start = System.nanoTime();
        try {
            return client.await(
                    jobId,
                    timeout,
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
