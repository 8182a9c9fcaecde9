package dev.goldfish.client.cli;

import dev.goldfish.client.GoldfishException;
import dev.goldfish.client.ToolFailedException;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Work that a command has asked for and whose outcome it has not printed yet. However the command ends before, by a
 * failure or by Ctrl-C, it says how to go on.
 */
final class Outstanding {
    /** The command ended before; the cause says why. */
    static final class UnfinishedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String howToGoOn;

        UnfinishedException(RuntimeException cause, String howToGoOn) {
            super(cause);
            this.howToGoOn = howToGoOn;
        }

        String howToGoOn() {
            return howToGoOn;
        }
    }

    private Outstanding() {}

    /** A call that may have been made. */
    static <T> T call(String requestId, Shell shell, Supplier<T> call) {
        String howToGoOn = "the work may have been done: repeat the command with --request-id " + requestId;
        try {
            return interruptibly(howToGoOn, shell, call);
        } catch (GoldfishException e) {
            throw e.outcomeUnknown() ? new UnfinishedException(e, howToGoOn) : e;
        } catch (IllegalArgumentException e) {
            // Nothing was sent.
            throw e;
        } catch (RuntimeException e) {
            throw new UnfinishedException(e, howToGoOn);
        }
    }

    /** A job that has been started. */
    static <T> T job(String jobId, Shell shell, Supplier<T> wait) {
        String howToGoOn = "go on with: goldfish poll " + jobId + " --wait";
        try {
            return interruptibly(howToGoOn, shell, wait);
        } catch (ToolFailedException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new UnfinishedException(e, howToGoOn);
        }
    }

    private static <T> T interruptibly(String howToGoOn, Shell shell, Supplier<T> work) {
        Runnable goodbye = () -> shell.notes().line("goldfish: interrupted; " + howToGoOn);
        try (Interruption interruption = new Interruption(goodbye, Duration.ZERO)) {
            return work.get();
        } catch (Error e) {
            // Nobody else turns it into a line.
            shell.notes().line("goldfish: " + howToGoOn);
            throw e;
        }
    }
}
