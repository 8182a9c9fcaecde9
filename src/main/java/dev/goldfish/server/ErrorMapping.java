package dev.goldfish.server;

import dev.goldfish.access.Verdict;
import dev.goldfish.protocol.ErrorCode;
import dev.goldfish.protocol.Outcome;
import dev.goldfish.protocol.Status;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Answers what went wrong outside a tool: signed, and without a word of what was inside. */
public class ErrorMapping {
    private static final Logger LOG = Logger.getLogger(ErrorMapping.class);

    private final Replies replies;

    public ErrorMapping(Replies replies) {
        this.replies = replies;
    }

    @ServerExceptionMapper
    public Response wrongMediaType(NotSupportedException e) {
        return refused(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "send Content-Type: application/json");
    }

    @ServerExceptionMapper
    public Response wrongMethod(NotAllowedException e) {
        Outcome outcome = new Outcome(Status.ERROR, null, "bad envelope: send it with POST", 405, 0);
        return replies.sign(outcome, "", null);
    }

    /** No path of this server, for example: nothing was called, so there is nothing to sign. */
    @ServerExceptionMapper
    public Response http(WebApplicationException e) {
        return Response.status(e.getResponse().getStatus()).build();
    }

    @ServerExceptionMapper
    public Response internal(Throwable failure, ContainerRequestContext request) {
        Verdict.Admitted call = SignatureFilter.admitted(request);
        String requestId = call == null ? "" : call.envelope().requestId();
        LOG.errorf(failure, "request %s failed", requestId);
        return replies.sign(
                Outcome.refused(ErrorCode.INTERNAL_ERROR), requestId, call == null ? null : call.credential());
    }

    private Response refused(ErrorCode code, String detail) {
        return replies.sign(Outcome.refused(code, detail), "", null);
    }
}
