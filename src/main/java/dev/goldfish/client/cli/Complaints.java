package dev.goldfish.client.cli;

import dev.goldfish.client.AwaitTimeoutException;
import dev.goldfish.client.GoldfishException;
import dev.goldfish.client.RefusedException;
import dev.goldfish.client.ToolFailedException;
import dev.goldfish.client.UnexpectedReplyException;
import dev.goldfish.client.UnreachableException;
import dev.goldfish.client.UntrustedReplyException;
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
        return usage(message, e.getCommandLine());
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine line, ParseResult parsed) {
        if (e instanceof UsageException || e instanceof IllegalArgumentException) {
            return usage(e.getMessage(), line);
        }
        if (e instanceof GoldfishException failure) {
            return complain(failure);
        }
        say("a bug: " + e);
        return ExitCode.BUG;
    }

    private int complain(GoldfishException e) {
        if (e instanceof ToolFailedException) {
            say(e.getMessage());
            return ExitCode.TOOL_ERROR;
        }
        if (e instanceof RefusedException refused) {
            say("refused: " + refused.error() + Advice.on(refused.code()));
            return ExitCode.REFUSED;
        }
        if (e instanceof UntrustedReplyException) {
            say(e.getMessage());
            return ExitCode.REFUSED;
        }
        if (e instanceof UnreachableException) {
            say(e.getMessage() + "; is the server running, and is --url right?");
            return ExitCode.UNREACHABLE;
        }
        if (e instanceof AwaitTimeoutException timeout) {
            say(e.getMessage() + "; go on with: goldfish poll " + timeout.jobId() + " --wait");
            return ExitCode.TIMEOUT;
        }
        if (e instanceof UnexpectedReplyException) {
            say(e.getMessage() + "; use: goldfish call");
            return ExitCode.USAGE;
        }
        throw new AssertionError(e);
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
