package dev.goldfish.client.cli;

import dev.goldfish.client.Answer;
import dev.goldfish.client.GoldfishClient;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "poll",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Prints how a job is: its progress while it runs, its result when it is done.",
        footer = {"", "Examples:", "  goldfish poll JOB_ID", "  goldfish poll JOB_ID --wait --timeout 5m"})
final class PollCommand implements Runnable {
    private final Shell shell;

    @Parameters(paramLabel = "JOB_ID", description = "As 'goldfish start' printed it")
    private String jobId = "";

    @Mixin
    private final Waiting waiting = new Waiting();

    @Mixin
    private final Printing printing = new Printing();

    @Mixin
    private final Connection connection = new Connection();

    PollCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        GoldfishClient client = connection.open(shell);
        if (waiting.wait) {
            Outstanding.job(jobId, shell, () -> print(waiting.await(jobId, Duration.ZERO, client, shell)));
        } else {
            print(client.poll(jobId, Duration.ZERO));
        }
    }

    private Answer print(Answer answer) {
        shell.notes().remark(answer.status().wire());
        printing.print(answer.json(), shell);
        return answer;
    }
}
