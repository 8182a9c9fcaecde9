package dev.goldfish.client.cli;

import dev.goldfish.client.Answer;
import dev.goldfish.signing.JsonText;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "cancel",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Asks for a job to be stopped and prints its status after that.",
        footer = {"", "Example:", "  goldfish cancel JOB_ID"})
final class CancelCommand implements Runnable {
    private final Shell shell;

    @Parameters(paramLabel = "JOB_ID", description = "As 'goldfish start' printed it")
    private String jobId = "";

    @Mixin
    private final Printing printing = new Printing();

    @Mixin
    private final Connection connection = new Connection();

    CancelCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        Answer answer = connection.open(shell).cancel(jobId);
        @Nullable String error = answer.reply().error();
        printing.print(
                "{" + (error == null ? "" : "\"error\":" + JsonText.quote(error) + ",")
                        + "\"job_id\":" + JsonText.quote(jobId)
                        + ",\"status\":\"" + answer.status().wire() + "\"}",
                shell);
    }
}
