package dev.goldfish.server;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jboss.resteasy.reactive.server.spi.ServerHttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * Collects a body as it comes, without a thread, and counts it. What is too large is not kept, but read on for a while:
 * most clients listen only when they have sent everything.
 */
final class BodyReader implements ServerHttpRequest.ReadCallback {
    private static final int PATIENCE = 16;

    private final ServerHttpRequest request;
    private final long limit;
    private final Consumer<byte @Nullable []> whenRead;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream(512);
    private long count;
    private boolean over;

    /** @param whenRead gets the body, or null where it is too large */
    private BodyReader(ServerHttpRequest request, long limit, Consumer<byte @Nullable []> whenRead) {
        this.request = request;
        this.limit = limit;
        this.whenRead = whenRead;
    }

    static void read(ServerHttpRequest request, long limit, Consumer<byte @Nullable []> whenRead) {
        if (request.isRequestEnded()) {
            whenRead.accept(new byte[0]);
            return;
        }
        request.setReadListener(new BodyReader(request, limit, whenRead));
        request.resumeRequestInput();
    }

    @Override
    public void data(ByteBuffer part) {
        int size = part.remaining();
        count += size;
        if (count <= limit) {
            byte[] bytes = new byte[size];
            part.get(bytes);
            body.write(bytes, 0, size);
        } else if (count > limit * PATIENCE && !over) {
            request.pauseRequestInput();
            finish(null);
        }
    }

    @Override
    public void done() {
        finish(count > limit ? null : body.toByteArray());
    }

    private void finish(byte @Nullable [] read) {
        if (!over) {
            over = true;
            whenRead.accept(read);
        }
    }
}
