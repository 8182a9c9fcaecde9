package dev.goldfish.tool;

import dev.goldfish.protocol.ErrorCode;
import dev.goldfish.protocol.Outcome;
import dev.goldfish.protocol.UnavailableException;
import io.smallrye.mutiny.Uni;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;

/** Runs tools that answer at once, off the event loop where they may block, and turns what they do into outcomes. */
public final class ToolRunner {
    private static final Logger LOG = Logger.getLogger(ToolRunner.class);

    private final Executor blocking;
    private final ResultWriter results;

    /** @param blocking runs blocking tools */
    public ToolRunner(Executor blocking, ResultWriter results) {
        this.blocking = blocking;
        this.results = results;
    }

    /** Never fails: a tool's failure is an outcome. */
    @SuppressWarnings("unchecked")
    public Uni<Outcome> run(CatalogTool tool, Object input, Caller caller) {
        if (tool.kind() == ToolKind.REACTIVE) {
            return Uni.createFrom()
                    .deferred(() -> ((ReactiveTool<Object, Object>) tool.bean()).call(input, caller))
                    .map(this::outcome)
                    .onFailure()
                    .recoverWithItem(failure -> failed(tool, caller.requestId(), failure));
        }
        Uni<Outcome> outcome = Uni.createFrom().item(() -> call(tool, input, caller));
        return tool.nonBlocking() ? outcome : outcome.runSubscriptionOn(blocking);
    }

    /** Runs a {@link Tool} on this thread. Never fails either. */
    @SuppressWarnings("unchecked")
    public Outcome call(CatalogTool tool, Object input, Caller caller) {
        try {
            return outcome(((Tool<Object, Object>) tool.bean()).call(input, caller));
        } catch (Throwable failure) {
            // Errors too, such as a stack overflow: the caller waits for an answer.
            return failed(tool, caller.requestId(), failure);
        }
    }

    private Outcome outcome(Object result) {
        return result instanceof Outcome outcome ? outcome : Outcome.ok(results.write(result));
    }

    private static Outcome failed(CatalogTool tool, String requestId, Throwable failure) {
        if (failure instanceof InvalidArgumentsException) {
            return Outcome.refused(ErrorCode.INVALID_ARGUMENTS, failure.getMessage());
        } else if (failure instanceof UnavailableException) {
            return Outcome.refused(ErrorCode.UNAVAILABLE);
        } else if (failure instanceof ToolException) {
            return Outcome.refused(ErrorCode.TOOL_FAILED, failure.getMessage());
        }
        LOG.errorf(failure, "tool %s failed for request %s", tool.name(), requestId);
        return Outcome.refused(ErrorCode.TOOL_FAILED);
    }
}
