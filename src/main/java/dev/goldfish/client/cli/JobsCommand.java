package dev.goldfish.client.cli;

import dev.goldfish.client.JobPage;
import dev.goldfish.client.JobQuery;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "jobs",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Lists this client's jobs, newest first: as a table on a terminal, otherwise as JSON.",
        footer = {"", "Examples:", "  goldfish jobs", "  goldfish jobs --status running --limit 10"})
final class JobsCommand implements Runnable {
    private final Shell shell;

    @Option(names = "--status", paramLabel = "STATUS", description = "Only jobs of this status: running, done, error")
    private @Nullable String status;

    @Option(names = "--limit", paramLabel = "N", description = "How many at most; default: as the server likes")
    private @Nullable Integer limit;

    @Option(names = "--cursor", paramLabel = "CURSOR", description = "The next_cursor of the page before")
    private @Nullable String cursor;

    @Option(names = "--table", description = "Print a table where it is no terminal, too")
    private boolean table;

    @Mixin
    private final Printing printing = new Printing();

    @Mixin
    private final Connection connection = new Connection();

    JobsCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        JobPage page = connection.open(shell).jobs(new JobQuery(status, limit, cursor));
        if (table || (shell.terminal() && !printing.pretty)) {
            shell.print(JobTable.of(page.answer().tree().path("jobs")));
            if (page.nextCursor() != null) {
                shell.notes().line("more with --cursor " + page.nextCursor());
            }
        } else {
            printing.print(page.answer().json(), shell);
        }
    }
}
