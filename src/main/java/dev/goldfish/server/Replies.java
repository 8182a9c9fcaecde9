package dev.goldfish.server;

import dev.goldfish.access.Credential;
import dev.goldfish.protocol.Outcome;
import dev.goldfish.protocol.Reply;
import dev.goldfish.signing.ReplyCodec;
import dev.goldfish.signing.Signer;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;

/** Notes, addresses, signs and packs outcomes: the only way an answer leaves. */
public final class Replies {
    private final String serverId;
    private final Signer serverKey;
    private final Clock clock;
    private final Audit audit;

    public Replies(String serverId, Signer serverKey, Clock clock, Audit audit) {
        this.serverId = serverId;
        this.serverKey = serverKey;
        this.clock = clock;
        this.audit = audit;
    }

    Response answer(Visit visit, Outcome outcome) {
        visit.over();
        audit.record(visit, outcome);
        Credential credential = visit.credential();
        Reply reply = new Reply(
                visit.requestId(), clock.millis(), serverId, outcome.status(), outcome.result(), outcome.error(), "");
        byte[] body = ReplyCodec.write(reply, credential == null ? serverKey : credential.replyKey());
        Response.ResponseBuilder response = Response.status(outcome.httpStatus())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(body);
        if (outcome.retryAfterSeconds() > 0) {
            response.header(HttpHeaders.RETRY_AFTER, outcome.retryAfterSeconds());
        }
        return response.build();
    }
}
