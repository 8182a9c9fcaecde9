package dev.goldfish.server;

import dev.goldfish.access.Client;
import dev.goldfish.access.Verdict;
import dev.goldfish.protocol.Envelope;
import dev.goldfish.protocol.Outcome;
import dev.goldfish.tool.Caller;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The one endpoint: {@link SignatureFilter} has verified who calls, {@link Dispatcher} finds and runs the tool. */
@Path("/call")
public class CallResource {
    private final Dispatcher dispatcher;
    private final Replies replies;

    public CallResource(Dispatcher dispatcher, Replies replies) {
        this.dispatcher = dispatcher;
        this.replies = replies;
    }

    // Says not what it produces: whatever a caller claims to accept, the answer is a signed reply.
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public CompletionStage<Response> call(@Context ContainerRequestContext request) {
        Visit visit = Visit.of(request);
        Verdict.Admitted call = Objects.requireNonNull(visit.admitted(), "an admitted call");
        Envelope envelope = call.envelope();
        Client client = call.client();
        Caller caller = new Caller(client.id(), envelope.requestId(), client.grants()::include, client.liveJobs());
        CompletableFuture<Outcome> outcome = dispatcher.dispatch(envelope.tool(), envelope.args(), caller);
        CompletableFuture<Response> answer = outcome.thenCompose(result -> replies.answerWhenSigned(visit, result));
        if (!outcome.isDone()) {
            IdleGuard.hold(visit.routing().request().connection(), answer);
            answer.whenComplete((given, failure) -> {
                if (answer.isCancelled()) {
                    // The caller went away: nobody need wait any longer for the tool.
                    outcome.cancel(false);
                }
            });
        }
        return answer;
    }
}
