package dev.goldfish.server;

import dev.goldfish.access.Credential;
import dev.goldfish.eventloop.EventLoops;
import dev.goldfish.eventloop.OffLoop;
import dev.goldfish.protocol.Outcome;
import dev.goldfish.protocol.Reply;
import dev.goldfish.signing.Ed25519Key;
import dev.goldfish.signing.ReplyCodec;
import dev.goldfish.signing.Signer;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.core.ServerSerialisers;

/** Notes, addresses, signs and packs outcomes: the only way an answer leaves. */
public final class Replies {
    private final String serverId;
    private final Signer serverKey;
    private final Clock clock;
    private final Audit audit;
    private final CallObserver calls;
    private final Executor signatures = OffLoop.ofHalfTheProcessors("goldfish-signer");

    public Replies(String serverId, Signer serverKey, Clock clock, Audit audit, CallObserver calls) {
        this.serverId = serverId;
        this.serverKey = serverKey;
        this.clock = clock;
        this.audit = audit;
        this.calls = calls;
    }

    Response answer(Visit visit, Outcome outcome) {
        return packed(visit, outcome, signed(visit, outcome, keyFor(visit)));
    }

    /** The same, signed off the event loops where that takes long; what follows goes on where this is asked. */
    CompletionStage<Response> answerWhenSigned(Visit visit, Outcome outcome) {
        Signer key = keyFor(visit);
        if (!(key instanceof Ed25519Key)) {
            return CompletableFuture.completedStage(answer(visit, outcome));
        }
        return CompletableFuture.supplyAsync(() -> signed(visit, outcome, key), signatures)
                .thenApplyAsync(body -> packed(visit, outcome, body), EventLoops.caller());
    }

    private Signer keyFor(Visit visit) {
        Credential credential = visit.credential();
        return credential == null ? serverKey : credential.replyKey();
    }

    private byte[] signed(Visit visit, Outcome outcome, Signer key) {
        Reply reply = new Reply(
                visit.requestId(), clock.millis(), serverId, outcome.status(), outcome.result(), outcome.error(), "");
        return ReplyCodec.write(reply, key);
    }

    private Response packed(Visit visit, Outcome outcome, byte[] body) {
        if (visit.over()) {
            audit.answered(visit, outcome);
            calls.answered(visit.tool(), outcome, visit.nanos());
        }
        visit.answersWith(Replies::send);
        Response.ResponseBuilder response =
                Response.status(outcome.httpStatus()).entity(body);
        if (outcome.retryAfterSeconds() > 0) {
            response.header(HttpHeaders.RETRY_AFTER, outcome.retryAfterSeconds());
        }
        return response.build();
    }

    /** Notes a visit that ends without an answer, because the caller went away, unless it was answered. */
    void unanswered(Visit visit) {
        if (visit.over()) {
            audit.unanswered(visit);
            calls.unanswered(visit.tool());
        }
    }

    /** There is but one kind of answer: nothing has to be found out about how to write it. */
    private static void send(ResteasyReactiveRequestContext context, Object body) {
        ServerSerialisers.encodeResponseHeaders(context);
        context.serverResponse().setResponseHeader(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON);
        context.serverResponse().end((byte[]) body);
    }
}
