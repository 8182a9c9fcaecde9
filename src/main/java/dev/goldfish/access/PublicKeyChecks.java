package dev.goldfish.access;

import dev.goldfish.eventloop.OffLoop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Has signatures of public keys verified off the event loops, by half of the processors at the most: one costs as much
 * as a hundred HMACs. Those of suspects wait for a thread of their own, which rests after each that is wrong, so that all
 * suspects together take a tenth of one processor. One that is right costs no rest.
 */
public final class PublicKeyChecks {
    private static final String THREADS = "goldfish-verifier";
    private static final int RESTS = 9;
    /** What a small message counts as, with all that is kept for it until it is verified. */
    private static final long LEAST_BYTES = 1 << 14;

    private static final long MOST_BYTES = 1 << 25;
    private static final long MOST_BYTES_OF_SUSPECTS = 1 << 22;

    private final Executor threads;
    private final AtomicLong waiting = new AtomicLong();
    private final FairLane suspects;

    public PublicKeyChecks() {
        this(OffLoop.ofHalfTheProcessors(THREADS), OffLoop.threads(THREADS, 1));
    }

    PublicKeyChecks(Executor all, Executor suspects) {
        this.threads = all;
        this.suspects = new FairLane(suspects, MOST_BYTES_OF_SUSPECTS);
    }

    /**
     * Has a check made.
     *
     * @param bytes how long the message is
     * @param check returns what proved right, or null
     * @return what the check returned, on a thread of its own; null where too many wait already
     */
    <T> @Nullable CompletionStage<@Nullable T> make(int bytes, Supplier<@Nullable T> check) {
        long counted = counted(bytes);
        if (waiting.addAndGet(counted) > MOST_BYTES) {
            waiting.addAndGet(-counted);
            return null;
        }
        CompletableFuture<@Nullable T> made = CompletableFuture.supplyAsync(check, threads);
        made.whenComplete((right, failure) -> waiting.addAndGet(-counted));
        return made;
    }

    /**
     * Has a check of a suspect made, in turn with those of other addresses and client ids.
     *
     * @param remote the address, or the network, that the message came from
     * @return as {@link #make}
     */
    <T> @Nullable CompletionStage<@Nullable T> ofSuspect(
            String remote, String clientId, int bytes, Supplier<@Nullable T> check) {
        CompletableFuture<@Nullable T> made = new CompletableFuture<>();
        boolean taken = suspects.add(
                remote,
                clientId,
                counted(bytes),
                () -> made.completeAsync(() -> restingAfterWrong(check), Runnable::run));
        return taken ? made : null;
    }

    private static long counted(int bytes) {
        return Math.max(bytes, LEAST_BYTES);
    }

    private static <T> @Nullable T restingAfterWrong(Supplier<@Nullable T> check) {
        long began = System.nanoTime();
        T right = check.get();
        if (right == null) {
            LockSupport.parkNanos(RESTS * (System.nanoTime() - began));
        }
        return right;
    }
}
