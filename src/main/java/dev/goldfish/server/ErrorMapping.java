package dev.goldfish.server;

import dev.goldfish.protocol.ErrorCode;
import dev.goldfish.protocol.Outcome;
import dev.goldfish.protocol.Status;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Answers what went wrong outside a tool: signed, and without a word of what was inside. */
public class ErrorMapping {
    private final Replies replies;
    private final Failures failures;

    public ErrorMapping(Replies replies, Failures failures) {
        this.replies = replies;
        this.failures = failures;
    }

    @ServerExceptionMapper
    public Response wrongMediaType(NotSupportedException e, ContainerRequestContext request) {
        Outcome outcome = Outcome.refused(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "send Content-Type: application/json");
        return replies.answer(Visit.of(request), outcome);
    }

    @ServerExceptionMapper
    public Response wrongMethod(NotAllowedException e, ContainerRequestContext request) {
        Outcome outcome = new Outcome(Status.ERROR, null, "bad envelope: send it with POST", 405, 0);
        return replies.answer(Visit.of(request), outcome);
    }

    /** No path of this server, for example: nothing was called, so there is nothing to sign. */
    @ServerExceptionMapper
    public Response http(WebApplicationException e) {
        return Response.status(e.getResponse().getStatus()).build();
    }

    @ServerExceptionMapper
    public Response internal(Throwable failure, ContainerRequestContext request) {
        failures.log(Visit.of(request), failure);
        return replies.answer(Visit.of(request), Outcome.refused(ErrorCode.INTERNAL_ERROR));
    }
}
