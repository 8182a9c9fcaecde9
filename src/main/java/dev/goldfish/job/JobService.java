package dev.goldfish.job;

import dev.goldfish.protocol.ErrorCode;
import dev.goldfish.protocol.Outcome;
import dev.goldfish.protocol.Status;
import dev.goldfish.tool.Caller;
import dev.goldfish.tool.CatalogTool;
import dev.goldfish.tool.ResultWriter;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.Supplier;

/** What callers can do with jobs. Nothing that matters is kept here: any replica answers for any job. */
public final class JobService {
    /** A job of an idempotent tool is given to a worker this often at the most. */
    private static final int ATTEMPTS_IF_IDEMPOTENT = 3;

    private final JobStore store;
    private final JobWorker worker;
    private final JobIds ids;
    private final JobConfig config;
    private final JobOutcomes outcomes;
    private final LongPoll longPoll;
    private final JobTraces traces;
    private final Waiters waiters = new Waiters();

    public JobService(
            JobStore store,
            JobWorker worker,
            JobIds ids,
            JobConfig config,
            ResultWriter results,
            ScheduledExecutorService timer,
            JobTraces traces) {
        this.store = store;
        this.worker = worker;
        this.ids = ids;
        this.config = config;
        this.traces = traces;
        this.outcomes = new JobOutcomes(results);
        this.longPoll = new LongPoll(store, waiters, timer, worker::stopping);
        store.onRing(ring -> {
            if (ring.kind() == JobStore.Ring.Kind.ENDED) {
                waiters.wake(ring.jobId());
            }
        });
    }

    /** Starts a job of a tool, once for each request_id. Its arguments are checked already. */
    public Uni<Outcome> start(CatalogTool tool, Caller caller, String args) {
        NewJob job = newJob(tool, caller, args, true, tool.idempotent() ? ATTEMPTS_IF_IDEMPOTENT : 1);
        // What is not confirmed yet waits, so that no answer comes too late to run it.
        boolean slot = config.replicasToConfirm() == 0 && worker.takeSlot();
        long asked = System.nanoTime();
        return finished(store.start(job, slot)
                .onFailure()
                .invoke(() -> giveBack(slot))
                .map(start -> {
                    if (start instanceof Start.Running running) {
                        worker.run(running.lease(), asked);
                    } else {
                        giveBack(slot);
                    }
                    return started(job, start);
                }));
    }

    /** Brings to its end what has begun, also where the caller hangs up and nobody listens any more. */
    private static <T> Uni<T> finished(Uni<T> work) {
        Uni<T> shared = work.memoize().indefinitely();
        var unused = shared.subscribeAsCompletionStage();
        return shared;
    }

    private Outcome started(NewJob job, Start start) {
        if (start instanceof Start.Reused) {
            return Outcome.refused(ErrorCode.REQUEST_ID_REUSED);
        } else if (start instanceof Start.QuotaExceeded) {
            return Outcome.refused(ErrorCode.TOO_MANY_REQUESTS, "this client has too many unfinished jobs");
        } else if (start instanceof Start.TooManyBytes) {
            return tooManyBytes();
        } else if (start instanceof Start.Busy) {
            return Outcome.refused(ErrorCode.SERVER_BUSY);
        } else if (start instanceof Start.Unconfirmed) {
            return Outcome.refused(
                    ErrorCode.UNAVAILABLE,
                    "the job is not confirmed by " + config.replicasToConfirm()
                            + " replicas of Redis: send the same request_id again");
        }
        return outcomes.accepted(job.ref().jobId());
    }

    private static Outcome tooManyBytes() {
        return Outcome.refused(
                ErrorCode.TOO_MANY_REQUESTS,
                "this client keeps too many bytes of jobs, results and remembered calls; they go with time");
    }

    private void giveBack(boolean slot) {
        if (slot) {
            worker.giveBackSlot();
        }
    }

    /**
     * Runs a synchronous call once for each request_id: a repeat gets the remembered outcome.
     *
     * @param call runs the tool
     */
    public Uni<Outcome> once(CatalogTool tool, Caller caller, String args, Supplier<Uni<Outcome>> call) {
        NewJob job = newJob(tool, caller, args, false, 1);
        long asked = System.nanoTime();
        return finished(store.start(job, true).flatMap(start -> {
            if (start instanceof Start.Running running) {
                worker.hold(running.lease(), asked);
                return Uni.createFrom().deferred(call::get).flatMap(outcome -> remember(running.lease(), outcome));
            } else if (start instanceof Start.Known known) {
                return Uni.createFrom().item(outcomes.repeated(known.job()));
            } else if (start instanceof Start.TooManyBytes) {
                return Uni.createFrom().item(tooManyBytes());
            }
            return Uni.createFrom().item(Outcome.refused(ErrorCode.REQUEST_ID_REUSED));
        }));
    }

    /** The caller gets an outcome only when it is remembered, so that no repeat can get another one. */
    private Uni<Outcome> remember(Lease lease, Outcome told) {
        Outcome outcome = told.result() != null
                        && told.result().length() > config.maxResultSize().asLongValue()
                ? Outcome.refused(
                        ErrorCode.TOOL_FAILED,
                        "the result is longer than " + config.maxResultSize().asLongValue() + " bytes")
                : told;
        JobState state = outcome.status() == Status.ERROR ? JobState.FAILED : JobState.DONE;
        String error = outcome.error() == null ? "" : outcome.error();
        return worker.settle(lease, new JobStore.Ending(state, error, outcome.result()))
                .flatMap(written ->
                        written == Written.WRITTEN ? Uni.createFrom().item(outcome) : rememberedInstead(lease))
                .onFailure()
                .recoverWithItem(() -> Outcome.refused(ErrorCode.INTERNAL_ERROR));
    }

    /** What a repeat will be told is what this caller must be told too. */
    private Uni<Outcome> rememberedInstead(Lease lease) {
        return store.poll(lease.ref())
                .map(call -> call.map(outcomes::repeated).orElseGet(() -> Outcome.refused(ErrorCode.WORKER_LOST)));
    }

    /**
     * Tells how a job is.
     *
     * @param wait how long to wait for it to end; zero to answer at once
     */
    public Uni<Outcome> poll(Caller caller, String jobId, Duration wait) {
        return find(caller, jobId, ref -> longPoll.poll(ref, wait));
    }

    /** Asks a job to stop, and tells how it is after that. */
    public Uni<Outcome> cancel(Caller caller, String jobId) {
        return find(caller, jobId, store::cancel);
    }

    private Uni<Outcome> find(Caller caller, String jobId, Function<JobRef, Uni<Optional<Job>>> look) {
        if (!JobIds.looksLikeOne(jobId)) {
            return Uni.createFrom().item(Outcome.refused(ErrorCode.UNKNOWN_JOB));
        }
        return look.apply(new JobRef(caller.clientId(), jobId))
                .map(job -> job.map(outcomes::polled).orElseGet(() -> Outcome.refused(ErrorCode.UNKNOWN_JOB)));
    }

    /**
     * The caller's own jobs, newest first.
     *
     * @param status running, done, error, or empty for all
     * @param cursor of an earlier page, or empty
     */
    public Uni<JobListing> list(Caller caller, String status, int limit, String cursor) {
        return store.list(caller.clientId(), status, limit, cursor).map(JobOutcomes::listing);
    }

    /** Answers all long polls at once, as a replica does that stops. */
    public void answerLongPolls() {
        waiters.wakeAll();
    }

    private NewJob newJob(CatalogTool tool, Caller caller, String args, boolean listed, int attempts) {
        return new NewJob(
                new JobRef(caller.clientId(), ids.of(caller.clientId(), caller.requestId())),
                tool.name(),
                digest(tool.name(), args),
                args,
                listed,
                attempts,
                tool.maxRuntime() == null ? config.maxRuntime() : tool.maxRuntime(),
                caller.liveJobs() == null ? config.liveJobs() : caller.liveJobs(),
                traces.current());
    }

    private static String digest(String tool, String args) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            // No tool's name can hold a space, and args start with a brace.
            return HexFormat.of().formatHex(sha256.digest((tool + " " + args).getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no SHA-256", e);
        }
    }
}
