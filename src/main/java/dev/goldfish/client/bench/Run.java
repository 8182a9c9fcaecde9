package dev.goldfish.client.bench;

import dev.goldfish.client.SignedCalls;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Hands due work to free lanes, and counts what becomes of it. Lives on the event loop's thread. */
final class Run implements Lane.Observer {
    private static final long TICK_MS = 20;
    /** A connection that failed is not tried again before. */
    private static final long REST_MS = 100;

    private final String id = UUID.randomUUID().toString();
    private final List<Lane> lanes = new ArrayList<>();
    private final ArrayDeque<Lane> free = new ArrayDeque<>();
    private final Tally tally = new Tally();
    private final Plan plan;
    private final EventLoop loop;
    private final CompletableFuture<Report> end;

    /** Null while connections are being made. */
    private @Nullable Schedule schedule;

    private @Nullable Pacer pacer;
    private long began;
    private long begun;
    private long succeeded;
    private long failed;
    private volatile Progress progress = new Progress(true, Duration.ZERO, 0, 0);

    Run(Plan plan, SignedCalls calls, Work work, EventLoop loop, CompletableFuture<Report> end) {
        this.plan = plan;
        this.loop = loop;
        this.end = end;
        HttpTarget target = new HttpTarget(calls.endpoint(), loop);
        for (int i = 0; i < plan.concurrency(); i++) {
            lanes.add(new Lane(target, calls, work, this));
        }
    }

    Progress progress() {
        return progress;
    }

    void open() {
        lanes.forEach(Lane::open);
    }

    private Schedule begin() {
        began = System.nanoTime();
        schedule = new Schedule(plan, began);
        var unused = loop.scheduleAtFixedRate(this::tick, TICK_MS, TICK_MS, TimeUnit.MILLISECONDS);
        if (plan.isOpenLoop()) {
            pacer = new Pacer(began, plan.ratePerSecond(), () -> loop.execute(this::handOut));
            pacer.start();
        }
        return schedule;
    }

    @Override
    public void free(Lane lane, boolean broken) {
        if (broken) {
            rest(lane);
            return;
        }
        free.add(lane);
        if (schedule != null || free.size() == lanes.size()) {
            handOut();
        }
    }

    private void rest(Lane lane) {
        if (!end.isDone()) {
            var unused = loop.schedule(() -> free(lane, /* broken= */ false), REST_MS, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void ended(Piece piece, @Nullable String error) {
        long now = System.nanoTime();
        if (error == null) {
            succeeded++;
            if (piece.measured()) {
                tally.succeeded(piece.due(), now);
            }
        } else {
            failed++;
            if (piece.measured()) {
                // What hangs is given up long after the load is over, and makes it no longer.
                tally.failed(error, Objects.requireNonNull(schedule).untilEnd(now));
            }
        }
    }

    private void handOut() {
        try {
            beginDue();
        } catch (RuntimeException e) {
            // Nobody would go on with it.
            end.completeExceptionally(e);
        }
    }

    private void beginDue() {
        if (end.isDone()) {
            return;
        }
        Schedule due = schedule == null ? begin() : schedule;
        for (long now = System.nanoTime(); !free.isEmpty() && !due.isOver(now); now = System.nanoTime()) {
            long when = due.due(now);
            if (when - now > 0) {
                return;
            }
            free.remove().begin(due.take(when, id + "-" + begun++));
        }
        if (due.isOver(System.nanoTime()) && succeeded + failed == begun) {
            finish();
        }
    }

    private void tick() {
        long now = System.nanoTime();
        lanes.forEach(lane -> lane.expire(now, plan.timeout().toNanos()));
        boolean warmingUp = now - began < plan.warmUp().toNanos();
        progress = new Progress(warmingUp, Duration.ofNanos(now - began), succeeded, failed);
        handOut();
    }

    void finish() {
        if (pacer != null) {
            pacer.close();
        }
        if (!end.isDone()) {
            long now = System.nanoTime();
            end.complete(tally.report(
                    schedule == null ? now : schedule.measuredFrom(), schedule == null ? 0 : schedule.unsent(now)));
        }
    }
}
