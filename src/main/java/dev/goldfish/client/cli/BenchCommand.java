package dev.goldfish.client.cli;

import dev.goldfish.client.ErrorReplyException;
import dev.goldfish.client.GoldfishClient;
import dev.goldfish.client.GoldfishClientBuilder;
import dev.goldfish.client.SignedCalls;
import dev.goldfish.client.bench.LoadGenerator;
import dev.goldfish.client.bench.Plan;
import dev.goldfish.client.bench.Report;
import dev.goldfish.client.bench.Work;
import dev.goldfish.protocol.ErrorCode;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Puts load on a server and prints its throughput, its latencies and what failed.",
            "Each request is freshly signed, each reply is verified, and nothing is sent twice. One call goes before,"
                    + " to see that all settings are right.",
        },
        footer = {
            "",
            "Examples:",
            "  goldfish bench",
            "  goldfish bench --rate 500 --duration 1m --json",
            "  goldfish bench --tool server_identity --calls 10000 --concurrency 8",
            "  goldfish bench --jobs --concurrency 64 --duration 30s",
        })
final class BenchCommand implements Callable<Integer> {
    private static final Duration LONGEST_GOODBYE = Duration.ofSeconds(5);

    private final Shell shell;

    @Option(
            names = "--tool",
            paramLabel = "TOOL",
            description = "What to call; default batch_sum with three numbers, or with --jobs start_long_task of a"
                    + " second")
    private @Nullable String tool;

    @Option(
            names = "--args",
            paramLabel = "ARGS_JSON",
            description = "Its arguments as a JSON object, @FILE to read them from a file, - from stdin")
    private @Nullable String args;

    @Option(names = "--jobs", description = "Start jobs, and wait for the end of each by long polls")
    private boolean jobs;

    @Option(names = "--json", description = "Print JSON in place of text")
    private boolean json;

    @Mixin
    private final LoadShape shape = new LoadShape();

    @Mixin
    private final Printing printing = new Printing();

    @Mixin
    private final Connection connection = new Connection();

    BenchCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws InterruptedException {
        Plan plan = shape.plan();
        String name = tool != null ? tool : jobs ? "start_long_task" : "batch_sum";
        String input = SignedCalls.canonical(args != null ? ToolArgs.json(args, shell) : defaultArgs());
        GoldfishClientBuilder settings = connection.settings(shell);
        tryOut(settings.build(), name, input);
        Work work = jobs ? Work.job(name, input) : Work.call(name, input);
        try (LoadGenerator load = new LoadGenerator(settings.signedCalls(), work, plan);
                Interruption interruption = new Interruption(load::stop, LONGEST_GOODBYE)) {
            load.start();
            BenchReport report = new BenchReport(name, unit(), plan, LoadProgress.watch(load, unit(), shell.notes()));
            if (json) {
                printing.print(report.json(), shell);
            } else {
                shell.print(report.lines().stream().map(Notes::printable).toList());
            }
            return judge(report.report());
        }
    }

    private String defaultArgs() {
        return tool != null ? "{}" : jobs ? "{\"seconds\":1}" : "{\"numbers\":[1,2,3]}";
    }

    /** What is wrong in every call shows in one; only what passes by itself may be wrong in it. */
    private void tryOut(GoldfishClient client, String name, String input) {
        try {
            if (jobs) {
                client.start(name, input);
            } else {
                client.call(name, input);
            }
        } catch (ErrorReplyException e) {
            ErrorCode code = e.code();
            if (code == null || code.retryAfterSeconds() == 0) {
                throw e;
            }
        }
    }

    private String unit() {
        return jobs ? "jobs" : "calls";
    }

    private int judge(Report report) {
        String most = report.errors().entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse("");
        if (most.equals(ErrorCode.TOO_MANY_REQUESTS.text())) {
            shell.notes()
                    .line("most failures are a limit of the server's for each client: goldfish.rate-per-second (0 for"
                            + " none)" + (jobs ? " and goldfish.jobs.live-jobs" : "")
                            + ", or the client's own entry in the clients file");
        }
        return report.errors().isEmpty() ? ExitCode.OK : ExitCode.TOOL_ERROR;
    }
}
