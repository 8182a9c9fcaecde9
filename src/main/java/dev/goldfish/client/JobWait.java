package dev.goldfish.client;

import dev.goldfish.protocol.Status;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Waits for the end of one job with long polls, through whatever passes: broken connections, a busy server. */
final class JobWait {
    /** A server that is away, or that answers before its wait is over, is not asked more often than this. */
    private static final Duration MIN_PAUSE = Duration.ofMillis(100);

    /** Sends one poll, once. */
    interface Poll {
        Answer send(Duration wait, Duration left);
    }

    private final String jobId;
    private final Duration timeout;
    private final Duration longestPoll;
    private final Consumer<Progress> onProgress;
    private final long start = System.nanoTime();
    private String requestId = "";
    private @Nullable GoldfishException last;
    private int failures;

    JobWait(String jobId, Duration timeout, Duration longestPoll, Consumer<Progress> onProgress) {
        this.jobId = jobId;
        this.timeout = timeout;
        this.longestPoll = longestPoll;
        this.onProgress = onProgress;
    }

    /** Polls until the job has ended. */
    Answer until(Poll poll, Retrying retrying, Pause pause) {
        while (true) {
            Duration left = left();
            Duration wait = shorter(left, longestPoll);
            long asked = System.nanoTime();
            try {
                Answer answer = poll.send(wait, left);
                if (answer.status() == Status.DONE) {
                    return answer;
                }
                requestId = answer.reply().requestId();
                last = null;
                failures = 0;
                rest(Progress.of(answer), wait.minusNanos(System.nanoTime() - asked), pause);
            } catch (UnreachableException e) {
                survive(e, retrying);
            } catch (RefusedException e) {
                if (!e.passes()) {
                    throw e;
                }
                survive(e, retrying);
            }
        }
    }

    private void rest(Progress progress, Duration early, Pause pause) {
        onProgress.accept(progress);
        throwIfOver();
        if (early.compareTo(MIN_PAUSE) > 0) {
            Duration asked = progress.pollAfter().compareTo(MIN_PAUSE) > 0 ? progress.pollAfter() : MIN_PAUSE;
            if (!pause.completed(shorter(shorter(asked, early), left()))) {
                throw new UnreachableException(
                        "interrupted while waiting for job " + jobId, requestId, new InterruptedException());
            }
        }
    }

    private void survive(GoldfishException failure, Retrying retrying) {
        last = failure;
        requestId = failure.requestId();
        failures++;
        throwIfOver();
        if (!retrying.pauseAfter(failures, failure, MIN_PAUSE, left())) {
            throw failure;
        }
        throwIfOver();
    }

    private void throwIfOver() {
        if (left().isZero()) {
            throw new AwaitTimeoutException(jobId, timeout, requestId, last);
        }
    }

    private Duration left() {
        Duration left = timeout.minusNanos(System.nanoTime() - start);
        return left.isNegative() ? Duration.ZERO : left;
    }

    static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
