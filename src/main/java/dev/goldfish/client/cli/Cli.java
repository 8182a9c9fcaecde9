package dev.goldfish.client.cli;

import java.io.PrintWriter;
import java.util.Arrays;
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
     * @param registryCheck decides whether a server would take a registry of clients
     */
    public static int run(String[] args, Runnable serve, RegistryCheck registryCheck) {
        return run(args, serve, registryCheck, Shell.system());
    }

    static int run(String[] args, Runnable serve, RegistryCheck registryCheck, Shell shell) {
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
                .addSubcommand(new BenchCommand(shell))
                .addSubcommand(new KeygenCommand(shell))
                .addSubcommand(new JwksCommand(shell))
                .addSubcommand(new CanonicalCommand(shell))
                .addSubcommand(new CommandLine(new ClientCommand())
                        .addSubcommand(new AddClientCommand(shell, registryCheck))
                        .addSubcommand(new RotateClientCommand(shell, registryCheck))
                        .addSubcommand(new DisableClientCommand(shell, registryCheck))
                        .addSubcommand(new ListClientsCommand(shell, registryCheck)));
        describeExitCodes(line);
        Complaints complaints = new Complaints(shell);
        if (Arrays.stream(args).anyMatch(Shell::isLost)) {
            return complaints.lostCharacters();
        }
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
        line.getSubcommands().values().forEach(Cli::describeExitCodes);
    }
}
