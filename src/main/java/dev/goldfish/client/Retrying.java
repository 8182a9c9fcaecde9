package dev.goldfish.client;

import dev.goldfish.protocol.ErrorCode;
import dev.goldfish.protocol.Reply;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Sends a call until its outcome is there, the attempts are used up or its time is over: the same request_id, each time
 * newly signed.
 */
final class Retrying {
    /** What was lost after this long may still run, and will be lost again if something on the way cuts it off. */
    private static final Duration SLOW = Duration.ofSeconds(1);

    /** With less time left no attempt is begun. */
    private static final Duration LEAST = Duration.ofMillis(50);

    private final RandomGenerator random;
    private final Exchange exchange;
    private final RetryPolicy policy;
    private final LongSupplier ticker;
    private final Pause pause;
    private final Wire wire;

    /** @param ticker nanoseconds since any moment */
    Retrying(
            Exchange exchange,
            RetryPolicy policy,
            RandomGenerator random,
            LongSupplier ticker,
            Pause pause,
            Wire wire) {
        this.exchange = exchange;
        this.policy = policy;
        this.random = random;
        this.ticker = ticker;
        this.pause = pause;
        this.wire = wire;
    }

    Reply send(Call call) {
        return new Attempts(call).untilAnswered();
    }

    /** False where the thread was interrupted. */
    boolean pauseAfter(int failures, GoldfishException failure, Duration atLeast, Duration atMost) {
        if (failure instanceof UnreachableException unreachable && unreachable.interrupted()) {
            return false;
        }
        Duration asked = policy.pause(failures, failure, random);
        Duration wanted = asked.compareTo(atLeast) < 0 ? atLeast : asked;
        Duration duration = wanted.compareTo(atMost) > 0 ? atMost : wanted;
        wire.retrying(failure, duration);
        return pause.completed(duration);
    }

    /** All attempts of one call. */
    private final class Attempts {
        private final Call call;
        private final long start = ticker.getAsLong();
        private @Nullable GoldfishException lost;
        private int failures;
        private int slowLosses;
        private int waits;

        Attempts(Call call) {
            this.call = call;
        }

        Reply untilAnswered() {
            long sent = start;
            while (true) {
                try {
                    return exchange.send(call, leftAt(sent));
                } catch (GoldfishException failure) {
                    pauseOrThrow(failure, Duration.ofNanos(ticker.getAsLong() - sent));
                }
                sent = ticker.getAsLong();
            }
        }

        private void pauseOrThrow(GoldfishException failure, Duration took) {
            if (!mayRepeat(failure, took)
                    || isOver()
                    || !pauseAfter(waits > 0 ? waits : failures, failure, Duration.ZERO, left())
                    || isOver()) {
                if (lost != null) {
                    failure.addSuppressed(lost);
                }
                throw failure;
            }
            if (lost == null && failure.mayHaveRun()) {
                lost = failure;
            }
        }

        private boolean mayRepeat(GoldfishException failure, Duration took) {
            if (failure instanceof RefusedException refused && refused.code() == ErrorCode.REQUEST_IN_PROGRESS) {
                // It is this very work, and its outcome will be remembered: to ask again runs nothing.
                waits++;
                return policy.maxAttempts() > 1;
            }
            waits = 0;
            failures++;
            if (isLoss(failure) && failure.mayHaveRun() && took.compareTo(SLOW) >= 0) {
                slowLosses++;
            }
            return failures < policy.maxAttempts() && slowLosses < 2 && passes(failure);
        }

        private boolean passes(GoldfishException failure) {
            if (failure instanceof RefusedException refused) {
                // A limit is the caller's to obey, unless the work may have been let in before.
                return refused.passes() && (lost != null || !refused.isLimit());
            }
            return failure instanceof UnreachableException;
        }

        private boolean isLoss(GoldfishException failure) {
            return failure instanceof UnreachableException
                    || failure instanceof RefusedException refused && refused.isLoss();
        }

        private boolean isOver() {
            return left().compareTo(LEAST) < 0;
        }

        private Duration left() {
            return leftAt(ticker.getAsLong());
        }

        private Duration leftAt(long now) {
            Duration left = call.timeout().minusNanos(now - start);
            return left.isNegative() ? Duration.ZERO : left;
        }
    }
}
