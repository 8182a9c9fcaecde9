package dev.goldfish.server;

import dev.goldfish.eventloop.EventLoops;
import dev.goldfish.job.JobService;
import dev.goldfish.protocol.ErrorCode;
import dev.goldfish.protocol.Outcome;
import dev.goldfish.protocol.UnavailableException;
import dev.goldfish.tool.Arguments;
import dev.goldfish.tool.Caller;
import dev.goldfish.tool.CatalogTool;
import dev.goldfish.tool.InvalidArgumentsException;
import dev.goldfish.tool.ToolCatalog;
import dev.goldfish.tool.ToolKind;
import dev.goldfish.tool.ToolRunner;
import io.smallrye.mutiny.Uni;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;

/** Finds the tool of a call, checks its arguments, and runs it or starts its job. */
public final class Dispatcher {
    private static final Logger LOG = Logger.getLogger(Dispatcher.class);

    /** In characters: reading more takes so long that others on the event loop would notice. */
    private static final int LARGE = 16_384;

    private final ToolCatalog catalog;
    private final Arguments arguments;
    private final ToolRunner runner;
    private final JobService jobs;
    private final Executor threads;

    /** @param threads reads arguments that would hold up an event loop */
    public Dispatcher(ToolCatalog catalog, Arguments arguments, ToolRunner runner, JobService jobs, Executor threads) {
        this.catalog = catalog;
        this.arguments = arguments;
        this.runner = runner;
        this.jobs = jobs;
        this.threads = threads;
    }

    /** Never fails: whatever goes wrong is an outcome. */
    CompletableFuture<Outcome> dispatch(String toolName, String args, Caller caller) {
        CatalogTool tool = catalog.find(toolName).orElse(null);
        if (tool == null || !caller.mayCall().test(toolName)) {
            return CompletableFuture.completedFuture(Outcome.refused(ErrorCode.UNKNOWN_TOOL));
        }
        if (args.length() > LARGE) {
            return outcome(
                    Uni.createFrom()
                            .item(() -> arguments.read(args, tool.inputType()))
                            .runSubscriptionOn(threads)
                            .emitOn(EventLoops.caller())
                            .flatMap(input -> run(tool, input, args, caller)),
                    caller);
        }
        Object input;
        try {
            input = arguments.read(args, tool.inputType());
        } catch (RuntimeException e) {
            return CompletableFuture.completedFuture(refused(e, caller));
        }
        if (tool.idempotent() && tool.nonBlocking()) {
            return CompletableFuture.completedFuture(runner.call(tool, input, caller));
        }
        return outcome(run(tool, input, args, caller), caller);
    }

    private static CompletableFuture<Outcome> outcome(Uni<Outcome> outcome, Caller caller) {
        return outcome.onFailure()
                .recoverWithItem(failure -> refused(failure, caller))
                .subscribeAsCompletionStage();
    }

    private Uni<Outcome> run(CatalogTool tool, Object input, String args, Caller caller) {
        if (tool.kind() == ToolKind.JOB) {
            return jobs.start(tool, caller, args);
        } else if (tool.idempotent()) {
            return runner.run(tool, input, caller);
        }
        return jobs.once(tool, caller, args, () -> runner.run(tool, input, caller));
    }

    private static Outcome refused(Throwable failure, Caller caller) {
        if (failure instanceof InvalidArgumentsException) {
            return Outcome.refused(ErrorCode.INVALID_ARGUMENTS, failure.getMessage());
        } else if (failure instanceof UnavailableException) {
            LOG.warnf("request %s of %s: %s", caller.requestId(), caller.clientId(), failure.getMessage());
            return Outcome.refused(ErrorCode.UNAVAILABLE);
        }
        LOG.errorf(failure, "request %s of %s failed", caller.requestId(), caller.clientId());
        return Outcome.refused(ErrorCode.INTERNAL_ERROR);
    }
}
