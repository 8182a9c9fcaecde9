package dev.goldfish.client.cli;

import dev.goldfish.client.Answer;
import dev.goldfish.client.GoldfishClient;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "call",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Calls a tool and prints its result as JSON.",
        footer = {
            "",
            "Examples:",
            "  goldfish call batch_sum '{\"numbers\":[10,20,30]}'",
            "  goldfish call batch_sum @numbers.json",
            "  echo '{\"numbers\":[1]}' | goldfish call batch_sum -",
            "  goldfish call slow_report --timeout 2m",
        })
final class CallCommand implements Runnable {
    private final Shell shell;

    @Mixin
    private final ToolArgs work = new ToolArgs();

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "How long to wait for the outcome at most, repeats included; default 30s")
    private Duration timeout = Duration.ofSeconds(30);

    @Mixin
    private final Printing printing = new Printing();

    @Mixin
    private final Connection connection = new Connection();

    CallCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        String args = work.json(shell);
        GoldfishClient client =
                connection.settings(shell).requestTimeout(timeout).build();
        String requestId = work.requestId();
        Outstanding.call(requestId, shell, () -> {
            Answer answer = client.call(work.tool, args, requestId);
            printing.print(answer.json(), shell);
            return answer;
        });
    }
}
