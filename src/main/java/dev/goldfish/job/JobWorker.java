package dev.goldfish.job;

import dev.goldfish.job.JobStore.Ending;
import dev.goldfish.job.JobStore.Ring;
import dev.goldfish.protocol.UnavailableException;
import dev.goldfish.tool.Arguments;
import dev.goldfish.tool.CatalogTool;
import dev.goldfish.tool.ResultWriter;
import dev.goldfish.tool.ToolCatalog;
import dev.goldfish.tool.ToolKind;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Runs jobs on this replica: claims them while slots are free, renews their leases, stops those that are cancelled, out
 * of time or lost, and writes how they ended. What it knows can be lost at any time without harm.
 */
public final class JobWorker {
    private static final Logger LOG = Logger.getLogger(JobWorker.class);
    private static final long MIN_REAP_MS = 1_000;
    private static final long MAX_REAP_MS = 2_000;
    private static final Duration FIRST_RETRY = Duration.ofMillis(100);
    private static final Duration LAST_RETRY = Duration.ofSeconds(2);

    private final JobStore store;
    private final ToolCatalog catalog;
    private final JobRunner runner;
    private final JobConfig config;
    private final ExecutorService threads;
    private final ScheduledExecutorService timer;
    private final JobObserver observer;

    private final HeartBeat watching = new HeartBeat();
    private final HeartBeat renewing = new HeartBeat();
    private final HeartBeat reaping = new HeartBeat();

    private final Set<String> jobTools;
    private final Semaphore slots;
    private final Map<Lease, Run> runs = new ConcurrentHashMap<>();
    private final AtomicBoolean claiming = new AtomicBoolean();
    private final AtomicBoolean renewalSent = new AtomicBoolean();
    private final AtomicBoolean reapingSent = new AtomicBoolean();

    private volatile boolean stopping;

    /**
     * @param threads runs tools, which may block
     * @param timer runs short tasks only
     */
    public JobWorker(
            JobStore store,
            ToolCatalog catalog,
            Arguments arguments,
            ResultWriter results,
            JobConfig config,
            ExecutorService threads,
            ScheduledExecutorService timer,
            JobObserver observer,
            JobTraces traces) {
        this.store = store;
        this.catalog = catalog;
        this.runner =
                new JobRunner(arguments, results, (int) config.maxResultSize().asLongValue(), traces);
        this.config = config;
        this.threads = threads;
        this.timer = timer;
        this.observer = observer;
        this.jobTools = catalog.namesOf(ToolKind.JOB);
        this.slots = new Semaphore(config.worker().orElseThrow() ? config.slots() : 0);
        store.onRing(this::heard);
    }

    /** Begins to claim, renew and reap. */
    public void begin() {
        long third = config.lease().toMillis() / 3;
        every(third, renewing, this::renew);
        long watch = Math.min(1_000, third);
        every(watch, watching, this::watch);
        reapLater();
        claim();
    }

    private void every(long delayMs, HeartBeat heart, Runnable task) {
        Duration pause = Duration.ofMillis(delayMs);
        heart.beat(pause);
        Runnable untiring = () -> {
            heart.beat(pause);
            try {
                task.run();
            } catch (Throwable e) {
                // Left alone it would end the repetition, and with it all leases.
                LOG.error("the worker goes on after a failure", e);
            }
        };
        var unused = timer.scheduleWithFixedDelay(untiring, delayMs, delayMs, TimeUnit.MILLISECONDS);
    }

    /** For how long the loop is overdue that is most, whatever Redis does. */
    public Duration silence() {
        return Stream.of(watching, renewing, reaping)
                .map(HeartBeat::silence)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    boolean stopping() {
        return stopping;
    }

    boolean takeSlot() {
        return !stopping && slots.tryAcquire();
    }

    void giveBackSlot() {
        slots.release();
        claim();
    }

    /** Keeps the lease of a call that runs elsewhere in this replica, until it is {@link #settle settled}. */
    void hold(Lease lease, long askedNanos) {
        runs.put(lease, new Run(lease, askedNanos));
    }

    /**
     * Writes how a held call ended, however long the store is away.
     *
     * @return what became of it; too late where the call was no longer this replica's
     */
    Uni<Written> settle(Lease lease, Ending ending) {
        Run run = runs.get(lease);
        return run != null && run.finish()
                ? write(run, ending)
                : Uni.createFrom().item(Written.TOO_LATE);
    }

    /**
     * Runs a job in a slot that was taken for it.
     *
     * @param askedNanos from before the lease was asked for, on the monotonic clock
     */
    void run(Lease lease, long askedNanos) {
        Run run = new Run(lease, askedNanos);
        runs.put(lease, run);
        threads.execute(() -> {
            try {
                end(run, runner.run(catalog.find(lease.tool()).orElseThrow(), run));
            } finally {
                // A tool that ignores its interruption keeps its slot: it still uses this replica's resources.
                giveBackSlot();
            }
        });
    }

    /** Writes how a run ended, unless someone else has the say by now. */
    private void end(Run run, Ending ending) {
        if (!run.finish()) {
            return;
        }
        Run.Stop stop = ending.state() == JobState.DONE ? null : run.stopped();
        if (stop == Run.Stop.LOST) {
            runs.remove(run.lease());
        } else if (stop == Run.Stop.SHUTDOWN) {
            var unused = handBack(run);
        } else {
            JobState state = stop == Run.Stop.CANCELLED ? JobState.CANCELLED : JobState.TIMED_OUT;
            var unused = write(run, stop == null ? ending : new Ending(state, "", null));
        }
    }

    private Uni<Written> handBack(Run run) {
        if (run.lease().attempts() == 1) {
            // Its tool has begun and must not begin twice.
            return write(run, new Ending(JobState.WORKER_LOST, "", null));
        }
        return giveBack(run);
    }

    private Uni<Written> giveBack(Run run) {
        return lastWrite(run, store.handBack(run.lease()).map(given -> given ? Written.WRITTEN : Written.TOO_LATE));
    }

    private Uni<Written> write(Run run, Ending ending) {
        return lastWrite(run, store.complete(run.lease(), ending));
    }

    /** Repeats a last write while the store is away: the fence keeps it out should the job be another's by then. */
    private Uni<Written> lastWrite(Run run, Uni<Written> write) {
        Uni<Written> written = write.onFailure(UnavailableException.class)
                .retry()
                .withBackOff(FIRST_RETRY, LAST_RETRY)
                .expireIn(Math.max(1, run.lease().untilDeadline().toMillis()))
                .eventually(() -> runs.remove(run.lease()))
                .memoize()
                .indefinitely();
        // Whoever asked may give up: the write goes on.
        written.subscribe()
                .with(
                        what -> {
                            if (what == Written.TOO_LATE) {
                                LOG.warnf("job %s: the end of attempt %d came too late", run.jobId(), run.attempt());
                            } else if (what == Written.TOO_MANY_BYTES) {
                                LOG.warnf("job %s: its client may keep no result as long as this one", run.jobId());
                            }
                        },
                        failure -> LOG.errorf("job %s: its end could not be written: %s", run.jobId(), failure));
        return written;
    }

    private void heard(Ring ring) {
        switch (ring.kind()) {
            case READY -> claim();
            case CANCEL -> askWhetherToStop(ring.jobId());
            case ENDED -> {}
        }
    }

    /** A ring is a hint, and may be about another server's job of the same id: the store knows. */
    private void askWhetherToStop(String jobId) {
        List<Lease> rung = runs.keySet().stream()
                .filter(lease -> lease.ref().jobId().equals(jobId))
                .toList();
        if (!rung.isEmpty()) {
            renew(rung).subscribe().with(done -> {}, failure -> {});
        }
    }

    private void claim() {
        if (stopping || !store.mayHoldWork() || slots.availablePermits() == 0 || !claiming.compareAndSet(false, true)) {
            return;
        }
        int taken = slots.drainPermits();
        long asked = System.nanoTime();
        Uni<List<Lease>> claim = Uni.createFrom().deferred(() -> store.claim(jobTools, taken));
        claim.subscribe().with(leases -> claimed(leases, taken, asked), failure -> {
            slots.release(taken);
            // Tried again after the next reaping.
            claiming.set(false);
        });
    }

    private void claimed(List<Lease> leases, int taken, long asked) {
        if (stopping) {
            leases.forEach(lease -> returnUnbegun(new Run(lease, asked)));
            slots.release(taken);
        } else {
            leases.forEach(lease -> run(lease, asked));
            slots.release(taken - leases.size());
        }
        claiming.set(false);
        claim();
    }

    /** Its tool has not begun: any other replica may begin it, idempotent or not. */
    private void returnUnbegun(Run run) {
        runs.put(run.lease(), run);
        var unused = giveBack(run);
    }

    /** Passes on progress, and stops what is cancelled elsewhere, overdue, stalled, or whose lease could not be kept. */
    private void watch() {
        for (Run run : runs.values()) {
            CatalogTool tool = catalog.find(run.lease().tool()).orElseThrow();
            Run.Progress progress = run.takeProgress();
            if (progress != null) {
                store.progress(run.lease(), progress.fraction(), progress.message())
                        .subscribe()
                        .with(renewal -> obey(run, renewal), failure -> {});
            }
            if (run.overdue() || run.stalled(tool.stallTimeout())) {
                run.stop(Run.Stop.TIMED_OUT);
                // Final at its deadline, even where the tool ignores the interruption.
                end(run, new Ending(JobState.TIMED_OUT, "", null));
            } else if (run.leaseOver(config.lease())) {
                lose(run);
            }
        }
    }

    private void lose(Run run) {
        if (run.stop(Run.Stop.LOST)) {
            observer.leaseLost();
        }
    }

    private void renew() {
        List<Lease> leases = new ArrayList<>(runs.keySet());
        if (leases.isEmpty() || !renewalSent.compareAndSet(false, true)) {
            return;
        }
        renew(leases)
                .eventually(() -> renewalSent.set(false))
                .subscribe()
                .with(done -> {}, failure -> LOG.warnf("leases not renewed: %s", failure.getMessage()));
    }

    private Uni<?> renew(List<Lease> leases) {
        long sent = System.nanoTime();
        return Uni.createFrom()
                .deferred(() -> store.renew(leases))
                .invoke(renewals -> renewals.forEach((lease, renewal) -> renewed(lease, renewal, sent)));
    }

    private void renewed(Lease lease, Renewal renewal, long sent) {
        Run run = runs.get(lease);
        if (run != null) {
            if (renewal != Renewal.LOST) {
                run.renewed(sent);
            }
            obey(run, renewal);
        }
    }

    private void obey(Run run, Renewal renewal) {
        switch (renewal) {
            case OK -> {}
            case CANCEL -> run.stop(Run.Stop.CANCELLED);
            case LOST -> lose(run);
        }
    }

    private void reapLater() {
        long delay = ThreadLocalRandom.current().nextLong(MIN_REAP_MS, MAX_REAP_MS);
        reaping.beat(Duration.ofMillis(delay));
        var unused = timer.schedule(this::reap, delay, TimeUnit.MILLISECONDS);
    }

    private void reap() {
        reapLater();
        if (!reapingSent.compareAndSet(false, true)) {
            return;
        }
        Uni.createFrom()
                .deferred(() -> store.reap(jobTools))
                .eventually(this::reaped)
                .subscribe()
                .with(
                        census -> census.ifPresent(observer::counted),
                        failure -> LOG.debugf("not reaped: %s", failure.getMessage()));
    }

    /** Takes what no ring told of, and what a claim that failed has left. */
    private void reaped() {
        reapingSent.set(false);
        claim();
    }

    /** Takes no more jobs. */
    public void close() {
        stopping = true;
    }

    /** Waits for the running jobs, then hands back those that did not finish in time. Blocks. */
    public void drain() throws InterruptedException {
        awaitRuns(config.drain());
        runs.values().forEach(run -> {
            run.stop(Run.Stop.SHUTDOWN);
            end(run, new Ending(JobState.FAILED, "", null));
        });
        awaitRuns(LAST_RETRY);
    }

    private void awaitRuns(Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        while ((!runs.isEmpty() || claiming.get()) && System.nanoTime() < end) {
            Thread.sleep(20);
        }
    }
}
