package dev.goldfish.client.cli;

import dev.goldfish.client.AwaitTimeoutException;
import dev.goldfish.client.GoldfishException;
import dev.goldfish.client.RefusedException;
import dev.goldfish.client.ToolFailedException;
import dev.goldfish.client.UnreachableException;
import dev.goldfish.client.UntrustedReplyException;
import dev.goldfish.client.cli.Outstanding.UnfinishedException;
import dev.goldfish.protocol.ErrorCode;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns whatever went wrong into one line and an exit code. */
final class Complaints implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private static final Pattern NAME = Pattern.compile("-{0,2}[a-z][a-z-]{0,19}");

    private final Shell shell;

    Complaints(Shell shell) {
        this.shell = shell;
    }

    @Override
    public int handleParseException(ParameterException e, String[] args) {
        // What follows an unknown --secret is not to be shown.
        String message = e instanceof UnmatchedArgumentException unmatched
                ? unknown(unmatched.getUnmatched().get(0).replaceFirst("=.*", ""))
                : e.getMessage();
        return usage(message + EatenQuotes.hint(args), e.getCommandLine());
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine line, ParseResult parsed) {
        if (e instanceof UnfinishedException unfinished) {
            return complain(unfinished.getCause(), "; " + unfinished.howToGoOn());
        }
        if (e instanceof UsageException || e instanceof IllegalArgumentException) {
            return usage(e.getMessage() + EatenQuotes.hint(parsed.originalArgs()), line);
        }
        return complain(e, "");
    }

    private int complain(@Nullable Throwable e, String howToGoOn) {
        if (e instanceof RefusedException refused) {
            return complain(refused, howToGoOn);
        }
        if (e instanceof UnreachableException unreachable) {
            return complain(unreachable, howToGoOn);
        }
        if (e instanceof GoldfishException failure) {
            say(failure.reason() + howToGoOn);
            return exitCode(failure);
        }
        if (e instanceof UsageException) {
            say(e.getMessage() + howToGoOn);
            return ExitCode.USAGE;
        }
        say("a bug: " + e + howToGoOn);
        return ExitCode.BUG;
    }

    private int complain(RefusedException e, String howToGoOn) {
        if (e.code() == ErrorCode.REQUEST_IN_PROGRESS) {
            say(e.reason() + ": it did not end in time" + howToGoOn);
            return ExitCode.TIMEOUT;
        }
        say("refused: " + e.reason() + Advice.on(e.code()) + howToGoOn);
        return ExitCode.REFUSED;
    }

    private int complain(UnreachableException e, String howToGoOn) {
        say(e.reason() + howToGoOn + (e.timedOut() ? "" : "; is the server running, and is --url right?"));
        return e.timedOut() && !howToGoOn.isEmpty() ? ExitCode.TIMEOUT : ExitCode.UNREACHABLE;
    }

    private static int exitCode(GoldfishException e) {
        if (e instanceof ToolFailedException) {
            return ExitCode.TOOL_ERROR;
        }
        if (e instanceof AwaitTimeoutException) {
            return ExitCode.TIMEOUT;
        }
        return e instanceof UntrustedReplyException ? ExitCode.REFUSED : ExitCode.USAGE;
    }

    /** What does not look like a command or an option may be a secret. */
    private static String unknown(String argument) {
        return NAME.matcher(argument).matches()
                ? "there is no '" + argument + "'"
                : "there is an argument that no command or option wants";
    }

    /** Before anything was understood of the command line. */
    int lostCharacters() {
        say("the command line has characters that this Java could not decode, and what would be sent is not what was"
                + " written: set LC_ALL=C.UTF-8, or give the arguments as @FILE or - (stdin), in UTF-8");
        return ExitCode.USAGE;
    }

    private int usage(@Nullable String message, CommandLine line) {
        say(message + " (see: " + line.getCommandSpec().qualifiedName() + " --help)");
        return ExitCode.USAGE;
    }

    private void say(@Nullable String message) {
        shell.notes().line("goldfish: " + message);
    }
}
