package dev.goldfish.client.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.goldfish.client.Answer;
import dev.goldfish.client.GoldfishClient;
import dev.goldfish.client.Progress;
import dev.goldfish.protocol.Status;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description =
                "Walks through a server: who it is, a sum, and a job that is started and polled until it is done.",
        footer = {"", "Example:", "  goldfish demo --verbose"})
final class DemoCommand implements Callable<Integer> {
    private static final Duration POLL_EVERY = Duration.ofMillis(500);
    private static final int MAX_POLLS = 60;

    private final Shell shell;
    private int replies;

    @Mixin
    private final Connection connection = new Connection();

    DemoCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        GoldfishClient client = connection.open(shell);
        say("Server at " + connection.url(shell));

        say("1. server_identity: who is there?");
        JsonNode identity = client.call("server_identity", Map.of()).tree();
        checked(identity.path("server_id").asText() + ", fingerprint "
                + identity.path("fingerprint").asText());

        say("2. batch_sum: 10 + 20 + 30");
        JsonNode sum =
                client.call("batch_sum", Map.of("numbers", List.of(10, 20, 30))).tree();
        checked("total " + sum.path("total").asText() + " of "
                + sum.path("count").asText() + " numbers");

        say("3. start_long_task: a job of 2 seconds");
        String jobId = client.start("start_long_task", Map.of("seconds", 2, "payload", Map.of("hello", "goldfish")));
        checked("accepted as job " + jobId);

        say("4. poll_job: every half second until it is done");
        return Outstanding.job(jobId, shell, () -> follow(jobId, client));
    }

    private int follow(String jobId, GoldfishClient client) {
        for (int polls = 0; polls < MAX_POLLS; polls++) {
            Answer answer = client.poll(jobId, Duration.ZERO);
            if (answer.status() == Status.DONE) {
                checked("done, result " + answer.json());
                say("All 4 steps worked, and the signatures of all " + replies + " replies were right.");
                return ExitCode.OK;
            }
            Progress progress = Progress.of(answer);
            checked(String.format(Locale.ROOT, "running, %.0f %%", progress.fraction() * 100));
            pause();
        }
        shell.notes()
                .line("goldfish: job " + jobId + " is still running; go on with: goldfish poll " + jobId + " --wait");
        return ExitCode.TIMEOUT;
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_EVERY.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** The client has verified the reply, or there would be none to speak of. */
    private void checked(String text) {
        replies++;
        say("   " + text + "  [signature ok]");
    }

    private void say(String text) {
        shell.print(Notes.printable(text));
    }
}
