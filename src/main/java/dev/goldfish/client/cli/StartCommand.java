package dev.goldfish.client.cli;

import dev.goldfish.client.Answer;
import dev.goldfish.client.GoldfishClient;
import dev.goldfish.client.GoldfishClientBuilder;
import dev.goldfish.signing.JsonText;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "start",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description =
                "Starts a job and prints its id, or with --wait its result; of a tool that starts none, the result.",
        footer = {
            "",
            "Examples:",
            "  goldfish start start_long_task '{\"seconds\":5,\"payload\":{\"n\":1}}'",
            "  goldfish start start_long_task '{\"seconds\":5}' --wait --timeout 1m",
            "  goldfish start start_long_task @args.json --request-id nightly-2026-01-01",
        })
final class StartCommand implements Runnable {
    private final Shell shell;

    @Mixin
    private final ToolArgs work = new ToolArgs();

    @Mixin
    private final Waiting waiting = new Waiting();

    @Mixin
    private final Printing printing = new Printing();

    @Mixin
    private final Connection connection = new Connection();

    StartCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        String args = work.json(shell);
        GoldfishClientBuilder settings = connection.settings(shell);
        GoldfishClient waitingClient = settings.build();
        GoldfishClient client = waiting.ofStart(settings);
        String requestId = work.requestId();
        long start = System.nanoTime();
        String jobId = Outstanding.call(requestId, shell, () -> begin(client, args, requestId));
        if (jobId != null && waiting.wait) {
            Outstanding.job(jobId, shell, () -> {
                shell.notes().remark("job " + jobId);
                Answer answer = waiting.await(jobId, Duration.ofNanos(System.nanoTime() - start), waitingClient, shell);
                printing.print(answer.json(), shell);
                return answer;
            });
        }
    }

    /** The job's id, or null where the tool answered at once. */
    private @Nullable String begin(GoldfishClient client, String args, String requestId) {
        Answer answer = client.call(work.tool, args, requestId);
        String jobId = answer.jobId();
        if (jobId == null) {
            shell.notes().line("goldfish: " + work.tool + " answers at once: this is its result, and there is no job");
            printing.print(answer.json(), shell);
        } else if (!waiting.wait) {
            printing.print("{\"job_id\":" + JsonText.quote(jobId) + "}", shell);
        }
        return jobId;
    }
}
