package dev.goldfish.client;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Calls the tools of one server as one client. Every request is signed, every reply is verified before anything of it
 * is returned. Instances are immutable and safe for any number of threads; make one, keep it, and close it when no call
 * is under way any more. Whoever needs it to the end need not close it: its threads are daemons.
 *
 * <p>Arguments are a JSON object: a {@code String} of JSON text, or anything that Jackson writes as an object. All
 * methods throw a {@link GoldfishException} that says why there is no result, and {@link IllegalArgumentException} for
 * arguments that cannot be sent. Calls are repeated as the {@link RetryPolicy} says.
 */
public final class GoldfishClient implements AutoCloseable {
    /** The longest that one poll may wait. */
    public static final Duration MAX_WAIT = Duration.ofSeconds(30);

    private static final Duration WATCHING = Duration.ofSeconds(1);
    private static final Duration GRACE = Duration.ofSeconds(1);
    private static final Consumer<Progress> NOBODY = progress -> {};

    private final Retrying retrying;
    private final Exchange exchange;
    private final ObjectMapper mapper;
    private final Duration requestTimeout;
    private final Pause pause;

    GoldfishClient(Exchange exchange, Retrying retrying, ObjectMapper mapper, Duration requestTimeout, Pause pause) {
        this.exchange = exchange;
        this.retrying = retrying;
        this.mapper = mapper;
        this.requestTimeout = requestTimeout;
        this.pause = pause;
    }

    public static GoldfishClientBuilder builder() {
        return new GoldfishClientBuilder();
    }

    /** Calls a tool under a new request id. */
    public Answer call(String tool, Object args) {
        return call(tool, args, Call.newRequestId());
    }

    /**
     * Calls a tool.
     *
     * @param requestId names the work, 1-128 printable ASCII characters: while the server remembers it, a repeat with the
     *     same arguments gets the first outcome again and runs nothing
     */
    public Answer call(String tool, Object args, String requestId) {
        return send(new Call(requestId, tool, Call.canonical(args, mapper), requestTimeout));
    }

    /** Starts a job under a new request id and returns its id. */
    public String start(String tool, Object args) {
        return start(tool, args, Call.newRequestId());
    }

    /**
     * Starts a job and returns its id; the same id again for the same request id and arguments.
     *
     * @throws UnexpectedReplyException where the tool answered at once: it starts no job
     */
    public String start(String tool, Object args, String requestId) {
        Answer answer = call(tool, args, requestId);
        String jobId = answer.jobId();
        if (jobId == null) {
            throw new UnexpectedReplyException(tool + " answered at once: it starts no job", requestId, answer);
        }
        return jobId;
    }

    /**
     * Asks how a job is. The answer's status is running (then {@link Progress#of} reads it) or done.
     *
     * @param wait how long the server may hold the answer back while the job runs; zero to {@link #MAX_WAIT}
     * @throws ToolFailedException where the job ended other than well
     */
    public Answer poll(String jobId, Duration wait) {
        if (wait.isNegative() || wait.compareTo(MAX_WAIT) > 0) {
            throw new IllegalArgumentException("wait must be 0 to " + MAX_WAIT.toSeconds() + " seconds");
        }
        return send(pollCall(jobId, wait, wait.plus(requestTimeout)));
    }

    /** Waits for a job without looking at its progress. */
    public Answer await(String jobId, Duration timeout) {
        return new JobWait(jobId, timeout, MAX_WAIT, NOBODY)
                .until((wait, left) -> pollOnce(jobId, wait, left), retrying, pause);
    }

    /**
     * Waits until a job is done and returns its result. A server that cannot be reached, is unavailable or busy is asked
     * again until the time is over.
     *
     * @param timeout for everything; exceeded by a second at most
     * @param onProgress told about every second how far the job is, on the calling thread
     * @throws ToolFailedException where the job ended other than well
     * @throws AwaitTimeoutException where it has not ended in time
     */
    public Answer await(String jobId, Duration timeout, Consumer<Progress> onProgress) {
        return new JobWait(jobId, timeout, WATCHING, onProgress)
                .until((wait, left) -> pollOnce(jobId, wait, left), retrying, pause);
    }

    /**
     * Asks for a job to be stopped. The answer is the job's own after that: running while it stops, done where it was
     * faster, or error, which the reply's {@code error} explains: {@code job cancelled} where this stopped it.
     */
    public Answer cancel(String jobId) {
        try {
            return call("cancel_job", Map.of("job_id", jobId));
        } catch (ToolFailedException e) {
            return new Answer(e.reply(), mapper);
        }
    }

    /** Lists one page of this client's own jobs. */
    public JobPage jobs(JobQuery query) {
        return JobPage.of(call("list_jobs", query.args()));
    }

    /** Ends its connections and threads; on Java 17 to 20 the threads end once the client is garbage. */
    @Override
    public void close() {
        exchange.close();
    }

    private Answer send(Call call) {
        return new Answer(retrying.send(call), mapper);
    }

    private Answer pollOnce(String jobId, Duration wait, Duration left) {
        Duration within = JobWait.shorter(wait.plus(requestTimeout), left.plus(GRACE));
        return new Answer(exchange.send(pollCall(jobId, wait, within)), mapper);
    }

    private Call pollCall(String jobId, Duration wait, Duration within) {
        String args = Call.canonical(Map.of("job_id", jobId, "wait_ms", wait.toMillis()), mapper);
        return new Call(Call.newRequestId(), "poll_job", args, within);
    }
}
