package dev.goldfish.server;

import dev.goldfish.access.Credential;
import dev.goldfish.access.Door;
import dev.goldfish.access.Verdict;
import dev.goldfish.protocol.BadEnvelopeException;
import dev.goldfish.protocol.Envelope;
import dev.goldfish.protocol.ErrorCode;
import dev.goldfish.protocol.Outcome;
import dev.goldfish.protocol.Reply;
import dev.goldfish.signing.EnvelopeCodec;
import dev.goldfish.signing.ReplyCodec;
import dev.goldfish.signing.SignedEnvelope;
import dev.goldfish.signing.SigningKey;
import org.jspecify.annotations.Nullable;

/** The way of a body through codec, door and signed reply, as {@link SignatureFilter} goes it, without a server. */
public final class DoorWithoutHttp {
    private static final SigningKey SERVER_KEY = SigningKey.of(TestCaller.SERVER_SECRET);

    private final Door door;

    public DoorWithoutHttp(Door door) {
        this.door = door;
    }

    /** The answer, checked; what is admitted gets an empty result. */
    public Answer answer(byte[] body) {
        SignedEnvelope message;
        try {
            message = EnvelopeCodec.read(body);
        } catch (BadEnvelopeException e) {
            return signed(Outcome.refused(ErrorCode.BAD_ENVELOPE, e.getMessage()), e.requestId(), null);
        }
        Envelope envelope = message.envelope();
        Verdict verdict = door.admit(message, "127.0.0.1").toCompletableFuture().join();
        return verdict instanceof Verdict.Refused refused
                ? signed(refused.outcome(), envelope.requestId(), refused.credential())
                : signed(Outcome.ok("{}"), envelope.requestId(), null);
    }

    private static Answer signed(Outcome outcome, String requestId, @Nullable Credential credential) {
        Reply reply = new Reply(
                requestId,
                System.currentTimeMillis(),
                TestCaller.SERVER_ID,
                outcome.status(),
                outcome.result(),
                outcome.error(),
                "");
        byte[] body = ReplyCodec.write(reply, credential == null ? SERVER_KEY : credential.replyKey());
        return Answer.checked(outcome.httpStatus(), "application/json", "", body, TestCaller.SERVER_SECRET);
    }
}
