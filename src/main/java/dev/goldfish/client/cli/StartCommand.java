package dev.goldfish.client.cli;

import dev.goldfish.client.GoldfishClient;
import dev.goldfish.signing.JsonText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "start",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Starts a job and prints its id, or with --wait its result.",
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
        GoldfishClient client = connection.open(shell);
        String args = work.json(shell);
        String jobId = work.requestId.isEmpty()
                ? client.start(work.tool, args)
                : client.start(work.tool, args, work.requestId);
        if (waiting.wait) {
            shell.notes().remark("job " + jobId);
            printing.print(waiting.await(jobId, client, shell).json(), shell);
        } else {
            printing.print("{\"job_id\":" + JsonText.quote(jobId) + "}", shell);
        }
    }
}
