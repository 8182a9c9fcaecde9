package dev.goldfish.client;

import dev.goldfish.protocol.ErrorCode;
import dev.goldfish.protocol.Reply;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** Sends a call until a reply arrives or the attempts are used up: the same request_id, each time newly signed. */
final class Retrying {
    private final RandomGenerator random;
    private final Exchange exchange;
    private final RetryPolicy policy;
    private final Pause pause;
    private final Wire wire;

    Retrying(Exchange exchange, RetryPolicy policy, RandomGenerator random, Pause pause, Wire wire) {
        this.exchange = exchange;
        this.policy = policy;
        this.random = random;
        this.pause = pause;
        this.wire = wire;
    }

    Reply send(Call call) {
        boolean replyLost = false;
        for (int failures = 1; ; failures++) {
            GoldfishException failure;
            try {
                return exchange.send(call);
            } catch (UnreachableException e) {
                replyLost = true;
                failure = e;
            } catch (RefusedException e) {
                failure = e;
                // After a lost reply, what is in progress is this very call.
                if (e.code() != ErrorCode.UNAVAILABLE
                        && !e.signedTooEarly()
                        && !(replyLost && e.code() == ErrorCode.REQUEST_IN_PROGRESS)) {
                    throw e;
                }
                // The server may have lost an answer too: that of its own store.
                replyLost |= e.code() == ErrorCode.UNAVAILABLE;
            }
            if (failures == policy.maxAttempts() || !pauseAfter(failures, failure, RetryPolicy.MAX_RETRY_AFTER)) {
                throw failure;
            }
        }
    }

    /** False where the thread was interrupted. */
    boolean pauseAfter(int failures, GoldfishException failure, Duration atMost) {
        if (failure instanceof UnreachableException unreachable && unreachable.interrupted()) {
            return false;
        }
        Duration wanted = policy.pause(failures, failure, random);
        Duration duration = wanted.compareTo(atMost) > 0 ? atMost : wanted;
        wire.retrying(failure, duration);
        return pause.completed(duration);
    }
}
