package dev.goldfish.redis;

import dev.goldfish.access.Spending;
import dev.goldfish.job.Census;
import dev.goldfish.job.Job;
import dev.goldfish.job.JobPage;
import dev.goldfish.job.JobRef;
import dev.goldfish.job.JobState;
import dev.goldfish.job.Lease;
import dev.goldfish.job.NewJob;
import dev.goldfish.job.Start;
import dev.goldfish.job.Written;
import dev.goldfish.protocol.UnavailableException;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what the scripts return. */
final class Answers {
    private Answers() {}

    /** What became of a nonce. */
    static Spending spending(Response response) {
        String answer = response.toString();
        int space = answer.indexOf(' ');
        return switch (space < 0 ? answer : answer.substring(0, space)) {
            case "FRESH" -> new Spending.Fresh();
            case "STALE" -> new Spending.Stale();
            case "REPLAYED" -> new Spending.Replayed();
            case "FORGOTTEN" -> new Spending.Forgotten(Duration.ofMillis(Long.parseLong(answer.substring(space + 1))));
            case "OVER_RATE" -> new Spending.OverRate(Duration.ofMillis(Long.parseLong(answer.substring(space + 1))));
            default -> throw new IllegalStateException("a script answered " + answer);
        };
    }

    /** What a start came to. */
    static Start start(NewJob job, Response answer) {
        return switch (answer.get(0).toString()) {
            case "RUNNING" ->
                new Start.Running(new Lease(
                        job.ref(),
                        job.tool(),
                        job.args(),
                        answer.get(1).toLong(),
                        answer.get(2).toInteger(),
                        job.attempts(),
                        millis(answer.get(3)),
                        job.trace()));
            case "QUEUED" -> new Start.Queued();
            case "KNOWN" -> new Start.Known(job(job.ref().jobId(), answer, 1));
            case "REUSED" -> new Start.Reused();
            case "QUOTA" -> new Start.QuotaExceeded();
            case "BYTES" -> new Start.TooManyBytes();
            case "BUSY" -> new Start.Busy();
            case "WITHDRAWN" -> throw new UnavailableException("this start was given up before Redis got it", null);
            default -> throw new IllegalStateException("a script answered " + answer.get(0));
        };
    }

    /** What became of an ending. */
    static Written written(Response answer) {
        return Written.valueOf(answer.toString());
    }

    /** A snapshot that begins at an index of an answer. */
    static Job job(String jobId, Response answer, int at) {
        JobState state = JobState.valueOf(answer.get(at).toString());
        return new Job(
                jobId,
                answer.get(at + 1).toString(),
                state,
                answer.get(at + 2).toInteger(),
                answer.get(at + 3).toDouble(),
                answer.get(at + 4).toString(),
                answer.get(at + 5).toString(),
                answer.get(at + 6).toLong(),
                answer.get(at + 7).toLong(),
                answer.get(at + 8).toInteger() == 1,
                result(state, answer, at + 9));
    }

    private static @Nullable String result(JobState state, Response answer, int at) {
        if (state != JobState.DONE || at >= answer.size()) {
            return null;
        }
        String result = answer.get(at).toString();
        return result.isEmpty() ? null : result;
    }

    static Optional<Job> found(JobRef ref, @Nullable Response answer) {
        return answer == null ? Optional.empty() : Optional.of(job(ref.jobId(), answer, 0));
    }

    /** {@code member, client, tool, fence, attempt, attempts, deadline_ms, args, trace}. */
    static Lease lease(Response answer) {
        return new Lease(
                new JobRef(answer.get(1).toString(), Keys.jobId(answer.get(0).toString())),
                answer.get(2).toString(),
                answer.get(7).toString(),
                answer.get(3).toLong(),
                answer.get(4).toInteger(),
                answer.get(5).toInteger(),
                millis(answer.get(6)),
                answer.get(8).toString());
    }

    /** The next cursor, then the jobs. */
    static JobPage page(Response answer) {
        List<Job> jobs = new ArrayList<>();
        for (int i = 1; i < answer.size(); i++) {
            Response entry = answer.get(i);
            jobs.add(job(Keys.jobId(entry.get(0).toString()), entry, 1));
        }
        return new JobPage(jobs, answer.get(0).toString());
    }

    /** {@code queued, running, oldest_ms, {'<state> <tool>', count, ...}}. */
    static Census census(Response answer) {
        Map<Census.Ended, Long> ended = new HashMap<>();
        Response counts = answer.get(3);
        for (int i = 0; i < counts.size(); i += 2) {
            String[] stateAndTool = counts.get(i).toString().split(" ", 2);
            ended.put(
                    new Census.Ended(stateAndTool[1], JobState.valueOf(stateAndTool[0])),
                    counts.get(i + 1).toLong());
        }
        return new Census(answer.get(0).toLong(), answer.get(1).toLong(), millis(answer.get(2)), ended);
    }

    static Duration millis(Response answer) {
        return Duration.ofMillis(answer.toLong());
    }
}
