package dev.goldfish.job;

import dev.goldfish.protocol.Texts;
import dev.goldfish.tool.JobContext;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One job that this replica runs now. Time is counted on the monotonic clock, from before the lease was asked for. */
final class Run implements JobContext {
    private static final int MAX_MESSAGE_LENGTH = 200;

    /** Why a run must end before its tool does. */
    enum Stop {
        CANCELLED,
        TIMED_OUT,
        LOST,
        SHUTDOWN
    }

    record Progress(double fraction, String message) {}

    private final Lease lease;
    private final long deadlineNanos;
    private final AtomicReference<@Nullable Progress> unsaid = new AtomicReference<>();
    private final AtomicReference<@Nullable Stop> stop = new AtomicReference<>();
    private volatile long renewedNanos;
    private volatile long progressNanos;
    private @Nullable Thread thread;
    private boolean finished;

    /** @param askedNanos from before the lease was asked for */
    Run(Lease lease, long askedNanos) {
        this.lease = lease;
        this.deadlineNanos = askedNanos + lease.untilDeadline().toNanos();
        this.renewedNanos = askedNanos;
        this.progressNanos = System.nanoTime();
    }

    Lease lease() {
        return lease;
    }

    /** Marks where the tool's code begins to run. */
    synchronized void begin() {
        thread = Thread.currentThread();
        if (stop.get() != null) {
            thread.interrupt();
        }
    }

    /** Marks where the tool's code is over: from here nothing interrupts the thread. */
    synchronized void end() {
        thread = null;
        // Clears the flag, which may have been set just before.
        Thread.interrupted();
    }

    /** Asks the tool to stop; the first reason stays, and only that returns true. */
    synchronized boolean stop(Stop reason) {
        boolean first = stop.compareAndSet(null, reason);
        if (first && thread != null) {
            thread.interrupt();
        }
        return first;
    }

    @Nullable
    Stop stopped() {
        return stop.get();
    }

    /** True for the one who may say how it ended: the tool's thread, or the watch over its deadline. */
    synchronized boolean finish() {
        boolean first = !finished;
        finished = true;
        return first;
    }

    void renewed(long sentNanos) {
        renewedNanos = sentNanos;
    }

    boolean leaseOver(Duration lease) {
        return System.nanoTime() - renewedNanos > lease.toNanos();
    }

    boolean overdue() {
        return System.nanoTime() - deadlineNanos > 0;
    }

    boolean stalled(@Nullable Duration timeout) {
        return timeout != null && System.nanoTime() - progressNanos > timeout.toNanos();
    }

    /** The latest progress that was not passed on yet. */
    @Nullable
    Progress takeProgress() {
        return unsaid.getAndSet(null);
    }

    @Override
    public String clientId() {
        return lease.ref().clientId();
    }

    @Override
    public String jobId() {
        return lease.ref().jobId();
    }

    @Override
    public int attempt() {
        return lease.attempt();
    }

    @Override
    public long fence() {
        return lease.fence();
    }

    @Override
    public void progress(double fraction, String message) {
        if (!(fraction >= 0 && fraction <= 1)) {
            throw new IllegalArgumentException("progress must be from 0.0 to 1.0");
        }
        progressNanos = System.nanoTime();
        unsaid.set(new Progress(fraction, Texts.bounded(message, MAX_MESSAGE_LENGTH)));
    }

    @Override
    public boolean stopping() {
        return stop.get() != null;
    }
}
