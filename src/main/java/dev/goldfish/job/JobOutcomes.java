package dev.goldfish.job;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.goldfish.protocol.ErrorCode;
import dev.goldfish.protocol.Outcome;
import dev.goldfish.protocol.Status;
import dev.goldfish.tool.ResultWriter;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Objects;

/** What the wire says of jobs. */
final class JobOutcomes {
    @RegisterForReflection
    @JsonNaming(SnakeCaseStrategy.class)
    record Accepted(String jobId) {}

    @RegisterForReflection
    @JsonNaming(SnakeCaseStrategy.class)
    record Running(String jobId, double progress, String message, int attempt, int pollAfterMs) {}

    /** A hint for those who poll without waiting. */
    private static final int POLL_AFTER_MS = 500;

    private final ResultWriter results;

    JobOutcomes(ResultWriter results) {
        this.results = results;
    }

    Outcome accepted(String jobId) {
        return Outcome.accepted(results.write(new Accepted(jobId)));
    }

    /** A job as its poll reports it. */
    Outcome polled(Job job) {
        if (job.expired()) {
            return Outcome.refused(ErrorCode.JOB_EXPIRED);
        }
        return switch (job.state()) {
            case QUEUED, RUNNING ->
                Outcome.running(results.write(
                        new Running(job.jobId(), job.progress(), job.message(), job.attempt(), POLL_AFTER_MS)));
            case DONE -> Outcome.done(Objects.requireNonNull(job.result(), "a done job has a result"));
            case FAILED, CANCELLED, TIMED_OUT, WORKER_LOST -> Outcome.jobEnded(error(job));
        };
    }

    /** The remembered outcome of a synchronous call. */
    Outcome repeated(Job call) {
        if (call.expired()) {
            return Outcome.refused(ErrorCode.JOB_EXPIRED, "this request ran before, and its outcome is kept no longer");
        }
        return switch (call.state()) {
            case QUEUED, RUNNING -> Outcome.refused(ErrorCode.REQUEST_IN_PROGRESS);
            case DONE -> Outcome.ok(Objects.requireNonNull(call.result(), "a done call has a result"));
            case FAILED, CANCELLED, TIMED_OUT, WORKER_LOST -> refusedAgain(error(call));
        };
    }

    static JobListing listing(JobPage page) {
        List<JobListing.Entry> jobs = page.jobs().stream()
                .map(job -> new JobListing.Entry(
                        job.jobId(),
                        job.tool(),
                        job.state().status().wire(),
                        job.progress(),
                        job.message(),
                        job.attempt(),
                        job.state().status() == Status.ERROR ? error(job) : null,
                        job.createdMs(),
                        job.state().terminal() ? job.endedMs() : null))
                .toList();
        return new JobListing(jobs, page.nextCursor().isEmpty() ? null : page.nextCursor());
    }

    private static Outcome refusedAgain(String error) {
        ErrorCode code = ErrorCode.of(error);
        int httpStatus = code == null ? ErrorCode.TOOL_FAILED.httpStatus() : code.httpStatus();
        return new Outcome(Status.ERROR, null, error, httpStatus, 0);
    }

    private static String error(Job job) {
        return switch (job.state()) {
            case CANCELLED -> ErrorCode.JOB_CANCELLED.text();
            case TIMED_OUT -> ErrorCode.JOB_TIMED_OUT.text();
            case WORKER_LOST -> ErrorCode.WORKER_LOST.text();
            default -> job.error();
        };
    }
}
