package dev.goldfish.client;

import dev.goldfish.protocol.BadEnvelopeException;
import dev.goldfish.protocol.Envelope;
import dev.goldfish.protocol.ErrorCode;
import dev.goldfish.protocol.Reply;
import dev.goldfish.signing.EnvelopeCodec;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;

/** Sends a call once: signs, posts, verifies. */
final class Exchange {
    private static final int NONCE_BYTES = 16;

    private final SecureRandom random = new SecureRandom();
    private final Credentials credentials;
    private final Transport transport;
    private final ReplyVerifier verifier;
    private final Clock clock;
    private final Wire wire;

    Exchange(Credentials credentials, Transport transport, ReplyVerifier verifier, Clock clock, Wire wire) {
        this.credentials = credentials;
        this.transport = transport;
        this.verifier = verifier;
        this.clock = clock;
        this.wire = wire;
    }

    /** The verified reply, which is no error. */
    Reply send(Call call) {
        byte[] envelope = signed(call);
        wire.sent(envelope);
        Response response = transport.post(envelope, call.timeout(), call.requestId());
        wire.received(response.status(), response.body());
        Reply reply = verifier.verify(response, call.requestId());
        if (reply.error() == null) {
            return reply;
        }
        if (ToolFailedException.covers(ErrorCode.of(reply.error()))) {
            throw new ToolFailedException(reply, response.status(), call.requestId());
        }
        throw new RefusedException(reply, response.status(), call.requestId(), response.retryAfter());
    }

    private byte[] signed(Call call) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            Envelope envelope = new Envelope(
                    call.requestId(),
                    clock.millis(),
                    credentials.clientId(),
                    credentials.serverId(),
                    call.tool(),
                    call.args(),
                    HexFormat.of().formatHex(nonce),
                    "");
            return EnvelopeCodec.write(
                    envelope.signed(credentials.requests().sign(EnvelopeCodec.signedForm(envelope))));
        } catch (BadEnvelopeException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
