package dev.goldfish.client;

import dev.goldfish.protocol.ErrorCode;
import dev.goldfish.protocol.Reply;

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
        byte[] envelope = calls.request(call.requestId(), call.tool(), call.args());
        wire.sent(envelope);
        Response response = transport.post(envelope, call.timeout(), call.requestId());
        wire.received(response.status(), response.body());
        Reply reply = calls.reply(response, call.requestId());
        if (reply.error() == null) {
            return reply;
        }
        if (ToolFailedException.covers(ErrorCode.of(reply.error()))) {
            throw new ToolFailedException(reply, response.status(), call.requestId());
        }
        throw new RefusedException(reply, response.status(), call.requestId(), response.retryAfter());
    }

    @Override
    public void close() {
        transport.close();
    }
}
