package dev.goldfish.server;

import dev.goldfish.access.Door;
import dev.goldfish.access.Verdict;
import dev.goldfish.protocol.BadEnvelopeException;
import dev.goldfish.protocol.Envelope;
import dev.goldfish.protocol.ErrorCode;
import dev.goldfish.protocol.Outcome;
import dev.goldfish.signing.EnvelopeCodec;
import dev.goldfish.signing.SigningKey;
import jakarta.ws.rs.core.Response;
import java.time.Clock;

/** The way of a body through codec, door and signed reply, as {@link SignatureFilter} goes it, without a server. */
public final class DoorWithoutHttp {
    private final Door door;
    private final Replies replies =
            new Replies(TestCaller.SERVER_ID, SigningKey.of(TestCaller.SERVER_SECRET), Clock.systemUTC());

    public DoorWithoutHttp(Door door) {
        this.door = door;
    }

    /** The answer, checked; what is admitted gets an empty result. */
    public Answer answer(byte[] body) {
        Response response = response(body);
        return Answer.checked(
                response.getStatus(),
                response.getMediaType().toString(),
                "",
                (byte[]) response.getEntity(),
                TestCaller.SERVER_SECRET);
    }

    private Response response(byte[] body) {
        Envelope envelope;
        try {
            envelope = EnvelopeCodec.read(body);
        } catch (BadEnvelopeException e) {
            return replies.sign(Outcome.refused(ErrorCode.BAD_ENVELOPE, e.getMessage()), e.requestId(), null);
        }
        Verdict verdict = door.admit(envelope, "127.0.0.1").await().indefinitely();
        return verdict instanceof Verdict.Refused refused
                ? replies.sign(refused.outcome(), envelope.requestId(), refused.credential())
                : replies.sign(Outcome.ok("{}"), envelope.requestId(), null);
    }
}
