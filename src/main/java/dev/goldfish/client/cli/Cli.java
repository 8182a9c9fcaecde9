package dev.goldfish.client.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The command line. */
public final class Cli {
    private Cli() {}

    /**
     * Runs one command and returns the exit code of the process.
     *
     * @param serve starts the server and returns when it has stopped; run for {@code serve} and without a command
     */
    public static int run(String[] args, Runnable serve) {
        return run(args, serve, Shell.system());
    }

    static int run(String[] args, Runnable serve, Shell shell) {
        AtomicBoolean serving = new AtomicBoolean();
        CommandLine line = new CommandLine(new GoldfishCommand(() -> serving.set(true)))
                .addSubcommand(new ServeCommand(() -> serving.set(true)))
                .addSubcommand(new DemoCommand(shell))
                .addSubcommand(new IdentityCommand(shell))
                .addSubcommand(new CallCommand(shell))
                .addSubcommand(new StartCommand(shell))
                .addSubcommand(new PollCommand(shell))
                .addSubcommand(new CancelCommand(shell))
                .addSubcommand(new JobsCommand(shell))
                .addSubcommand(new KeygenCommand(shell));
        line.getSubcommands().values().forEach(Cli::describeExitCodes);
        describeExitCodes(line);
        Complaints complaints = new Complaints(shell);
        // In picocli @file means more options; here it means arguments from a file.
        int exitCode = line.setExpandAtFiles(false)
                .setOut(new PrintWriter(shell.out(), true))
                .setErr(new PrintWriter(shell.notes().stream(), true))
                .setParameterExceptionHandler(complaints)
                .setExecutionExceptionHandler(complaints)
                .execute(args);
        // Out here what goes wrong in the server is not taken for a failed command.
        if (serving.get()) {
            serve.run();
        }
        return exitCode;
    }

    private static void describeExitCodes(CommandLine line) {
        UsageMessageSpec usage = line.getCommandSpec().usageMessage();
        usage.exitCodeListHeading(String.format(Locale.ROOT, "%nExit codes:%n"));
        usage.exitCodeList(UsageMessageSpec.keyValuesMap(ExitCode.DESCRIPTIONS));
    }
}
