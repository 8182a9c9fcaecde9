package dev.goldfish.job;

import dev.goldfish.eventloop.EventLoops;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Waits for a job to end: registered first, then read, then read again at each ring of its doorbell, and every few
 * seconds in case a ring was missed.
 */
final class LongPoll {
    private static final long MIN_FALLBACK_MS = 2_000;
    private static final long MAX_FALLBACK_MS = 5_000;

    private final JobStore store;
    private final Waiters waiters;
    private final ScheduledExecutorService timer;
    private final BooleanSupplier closing;

    LongPoll(JobStore store, Waiters waiters, ScheduledExecutorService timer, BooleanSupplier closing) {
        this.store = store;
        this.waiters = waiters;
        this.timer = timer;
        this.closing = closing;
    }

    /** The job when it has ended, or as it is when the wait is over. */
    Uni<Optional<Job>> poll(JobRef ref, Duration wait) {
        if (wait.isZero()) {
            return store.poll(ref);
        }
        return Uni.createFrom().emitter(emitter -> new Wait(ref, wait, emitter).begin());
    }

    /** One long poll. A ring that comes while it reads makes it read once more. */
    private final class Wait {
        private final JobRef ref;
        private final long endNanos;
        private final UniEmitter<? super Optional<Job>> emitter;
        private final Executor caller = EventLoops.caller();
        /** Rings and timers come on threads of their own. */
        private final Runnable ring = () -> caller.execute(this::read);

        private boolean reading;
        private boolean readAgain;
        private boolean over;
        private @Nullable ScheduledFuture<?> next;

        Wait(JobRef ref, Duration wait, UniEmitter<? super Optional<Job>> emitter) {
            this.ref = ref;
            this.endNanos = System.nanoTime() + wait.toNanos();
            this.emitter = emitter;
        }

        void begin() {
            waiters.add(ref.jobId(), ring);
            emitter.onTermination(this::leave);
            read();
        }

        private void read() {
            synchronized (this) {
                if (over) {
                    return;
                }
                if (reading) {
                    readAgain = true;
                    return;
                }
                reading = true;
                readAgain = false;
            }
            store.poll(ref).subscribe().with(this::seen, this::failed);
        }

        private void seen(Optional<Job> job) {
            boolean ended = job.isEmpty() || job.get().state().terminal();
            long remainingMs = TimeUnit.NANOSECONDS.toMillis(endNanos - System.nanoTime());
            boolean again;
            synchronized (this) {
                reading = false;
                again = readAgain && !ended;
            }
            if (again) {
                read();
            } else if (ended || remainingMs <= 0 || closing.getAsBoolean()) {
                leave();
                emitter.complete(job);
            } else {
                readIn(Math.min(remainingMs, ThreadLocalRandom.current().nextLong(MIN_FALLBACK_MS, MAX_FALLBACK_MS)));
            }
        }

        private void failed(Throwable failure) {
            leave();
            emitter.fail(failure);
        }

        private synchronized void readIn(long delayMs) {
            if (next != null) {
                next.cancel(false);
            }
            if (!over) {
                next = timer.schedule(ring, delayMs, TimeUnit.MILLISECONDS);
            }
        }

        private void leave() {
            waiters.remove(ref.jobId(), ring);
            synchronized (this) {
                over = true;
                if (next != null) {
                    next.cancel(false);
                }
            }
        }
    }
}
