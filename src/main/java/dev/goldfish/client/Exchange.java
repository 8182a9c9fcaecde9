package dev.goldfish.client;

import dev.goldfish.protocol.ErrorCode;
import dev.goldfish.protocol.Reply;
import java.time.Duration;

/** Sends a call once: signs, posts, verifies. */
final class Exchange implements AutoCloseable {
    private final SignedCalls calls;
    private final Transport transport;
    private final Wire wire;

    Exchange(SignedCalls calls, Transport transport, Wire wire) {
        this.calls = calls;
        this.transport = transport;
        this.wire = wire;
    }

    /** The verified reply, which is no error. */
    Reply send(Call call) {
        return send(call, call.timeout());
    }

    /** The same within another time. */
    Reply send(Call call, Duration timeout) {
        byte[] envelope = calls.request(call.requestId(), call.tool(), call.args());
        wire.sent(envelope);
        Response response = transport.post(envelope, timeout, call.requestId());
        wire.received(response.status(), response.body());
        Reply reply = calls.reply(response, call.requestId());
        if (reply.error() == null) {
            return reply;
        }
        ErrorCode code = ErrorCode.of(reply.error());
        if (ToolFailedException.covers(code)) {
            throw new ToolFailedException(reply, response.status(), call.requestId());
        }
        if (code == ErrorCode.STALE_TIMESTAMP) {
            throw new StaleTimestampException(
                    reply, response.status(), call.requestId(), response.retryAfter(), calls.serverAhead(reply));
        }
        throw new RefusedException(reply, response.status(), call.requestId(), response.retryAfter());
    }

    @Override
    public void close() {
        transport.close();
    }
}
