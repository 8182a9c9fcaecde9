package dev.goldfish.client.cli;

import dev.goldfish.client.bench.LoadGenerator;
import dev.goldfish.client.bench.Progress;
import dev.goldfish.client.bench.Report;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Shows on a terminal, each second, how far a load is. */
final class LoadProgress {
    private static final Duration REFRESH = Duration.ofSeconds(1);

    private LoadProgress() {}

    /** Waits for the end of a load. */
    static Report watch(LoadGenerator load, String unit, Notes notes) throws InterruptedException {
        long before = 0;
        Optional<Report> report = load.report(REFRESH);
        while (report.isEmpty()) {
            Progress progress = load.progress();
            notes.update(String.format(
                    Locale.ROOT,
                    "%s%d s  %,d %s/s  %,d failed",
                    progress.warmingUp() ? "warming up  " : "",
                    progress.elapsed().toSeconds(),
                    progress.succeeded() - before,
                    unit,
                    progress.failed()));
            before = progress.succeeded();
            report = load.report(REFRESH);
        }
        notes.clear();
        return report.get();
    }
}
