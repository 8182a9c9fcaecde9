package dev.goldfish.server;

import dev.goldfish.access.Credential;
import dev.goldfish.eventloop.EventLoops;
import dev.goldfish.eventloop.OffLoop;
import dev.goldfish.protocol.Envelope;
import dev.goldfish.protocol.ErrorCode;
import dev.goldfish.protocol.Outcome;
import dev.goldfish.protocol.Reply;
import dev.goldfish.signing.Ed25519Key;
import dev.goldfish.signing.ReplyCodec;
import dev.goldfish.signing.Signer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jboss.resteasy.reactive.server.core.ServerSerialisers;

/** Notes, addresses, signs and packs outcomes: the only way an answer leaves. */
public final class Replies {
    private final String serverId;
    private final Signer serverKey;
    private final Clock clock;
    private final Audit audit;
    private final CallObserver calls;
    private final Load load;
    private final Executor signatures = OffLoop.ofHalfTheProcessors("goldfish-signer");

    public Replies(String serverId, Signer serverKey, Clock clock, Audit audit, CallObserver calls, Load load) {
        this.serverId = serverId;
        this.serverKey = serverKey;
        this.clock = clock;
        this.audit = audit;
        this.calls = calls;
        this.load = load;
    }

    Response answer(Visit visit, Outcome outcome) {
        Outcome given = withinRoom(visit, outcome);
        return packed(visit, given, signed(visit, given, keyFor(visit)));
    }

    /** The same, signed off the event loops where that takes long; what follows goes on where this is asked. */
    CompletionStage<Response> answerWhenSigned(Visit visit, Outcome outcome) {
        Signer key = keyFor(visit);
        if (!(key instanceof Ed25519Key)) {
            return CompletableFuture.completedStage(answer(visit, outcome));
        }
        Outcome given = withinRoom(visit, outcome);
        return CompletableFuture.supplyAsync(() -> signed(visit, given, key), signatures)
                .thenApplyAsync(body -> packed(visit, given, body), EventLoops.caller());
    }

    /** Answers a request that no resource answers. */
    void send(Visit visit, Outcome outcome) {
        byte[] body = signed(visit, outcome, serverKey);
        note(visit, outcome);
        send(visit, visit.routing().response().setStatusCode(outcome.httpStatus()), body);
    }

    /** Until it has left, a large answer takes of the memory that all share; small ones have room with any call. */
    private Outcome withinRoom(Visit visit, Outcome outcome) {
        String result = outcome.result();
        if (result == null || result.length() <= Shares.FREE) {
            return outcome;
        }
        Envelope envelope = visit.envelope();
        String owner = visit.credential() == null || envelope == null ? visit.remote() : envelope.clientId();
        Shares outgoing = load.outgoing();
        if (!outgoing.take(owner, result.length())) {
            return Outcome.refused(ErrorCode.SERVER_BUSY, "too many answers wait for their readers");
        }
        visit.whenLeft(() -> outgoing.giveBack(owner, result.length()));
        return outcome;
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
        note(visit, outcome);
        visit.answersWith((context, entity) -> {
            ServerSerialisers.encodeResponseHeaders(context);
            send(visit, visit.routing().response(), (byte[]) entity);
        });
        Response.ResponseBuilder response =
                Response.status(outcome.httpStatus()).entity(body);
        if (outcome.retryAfterSeconds() > 0) {
            response.header(HttpHeaders.RETRY_AFTER, outcome.retryAfterSeconds());
        }
        return response.build();
    }

    private void note(Visit visit, Outcome outcome) {
        if (visit.over()) {
            audit.answered(visit, outcome);
            calls.answered(visit.tool(), outcome, visit.nanos());
        }
    }

    /** Notes a visit that ends without an answer, because the caller went away, unless it was answered. */
    void unanswered(Visit visit) {
        if (visit.over()) {
            audit.unanswered(visit);
            calls.unanswered(visit.tool());
        }
        visit.left();
    }

    /** There is but one kind of answer: nothing has to be found out about how to write it. */
    private static void send(Visit visit, HttpServerResponse response, byte[] body) {
        HttpServerRequest request = visit.routing().request();
        visit.sends();
        response.putHeader(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON)
                .end(Buffer.buffer(body))
                .onComplete(sent -> {
                    visit.left();
                    if (request.version() == HttpVersion.HTTP_2 && !request.isEnded()) {
                        // The rest of the request is not wanted (RFC 9113, section 8.1).
                        response.reset(0);
                    }
                });
    }
}
