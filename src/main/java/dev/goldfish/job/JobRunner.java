package dev.goldfish.job;

import dev.goldfish.job.JobStore.Ending;
import dev.goldfish.protocol.ErrorCode;
import dev.goldfish.tool.Arguments;
import dev.goldfish.tool.CatalogTool;
import dev.goldfish.tool.InvalidArgumentsException;
import dev.goldfish.tool.JobTool;
import dev.goldfish.tool.ResultWriter;
import dev.goldfish.tool.ToolException;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/** Runs a job's tool on the current thread, and says how it ended. */
final class JobRunner {
    private static final Logger LOG = Logger.getLogger(JobRunner.class);

    private final Arguments arguments;
    private final ResultWriter results;
    private final int maxResultSize;
    private final JobTraces traces;

    JobRunner(Arguments arguments, ResultWriter results, int maxResultSize, JobTraces traces) {
        this.traces = traces;
        this.arguments = arguments;
        this.results = results;
        this.maxResultSize = maxResultSize;
    }

    Ending run(CatalogTool tool, Run run) {
        return traces.within(run.lease(), () -> runTool(tool, run));
    }

    @SuppressWarnings("unchecked")
    private Ending runTool(CatalogTool tool, Run run) {
        run.begin();
        MDC.put("job_id", run.jobId());
        try {
            Object input = arguments.read(run.lease().args(), tool.inputType());
            Object output = ((JobTool<Object, Object>) tool.bean()).run(input, run);
            return done(results.write(output));
        } catch (ToolException | InvalidArgumentsException e) {
            return failed(e.getMessage());
        } catch (Throwable e) {
            // An Error too must end the job: nothing may run forever in silence.
            if (!run.stopping()) {
                LOG.errorf(e, "tool %s failed in job %s", tool.name(), run.jobId());
            }
            return failed(null);
        } finally {
            MDC.remove("job_id");
            run.end();
        }
    }

    private Ending done(String result) {
        if (result.length() > maxResultSize) {
            return failed("the result is longer than " + maxResultSize + " bytes");
        }
        return new Ending(JobState.DONE, "", result);
    }

    private static Ending failed(@Nullable String message) {
        return new Ending(JobState.FAILED, ErrorCode.TOOL_FAILED.withDetail(message), null);
    }
}
