package dev.goldfish.client.cli;

import dev.goldfish.client.Answer;
import dev.goldfish.client.GoldfishClient;
import dev.goldfish.client.GoldfishClientBuilder;
import dev.goldfish.client.Progress;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether and how long to wait for a job. */
final class Waiting {
    private static final Duration DEFAULT = Duration.ofMinutes(10);
    /** What a client waits for an answer anyway. */
    private static final Duration SHORTEST = Duration.ofSeconds(30);

    @Option(names = "--wait", description = "Wait for the job's end and print its result")
    boolean wait;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "How long to wait at most, such as 30s, 5m or 1h; default 10m")
    @Nullable
    Duration timeout;

    /** A client that waits as long for the answer of a tool that starts no job. */
    GoldfishClientBuilder patient(GoldfishClientBuilder settings) {
        return timeout == null || timeout.compareTo(SHORTEST) <= 0 ? settings : settings.requestTimeout(timeout);
    }

    Answer await(String jobId, GoldfishClient client, Shell shell) {
        Duration longest = timeout == null ? DEFAULT : timeout;
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
