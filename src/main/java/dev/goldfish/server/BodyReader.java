package dev.goldfish.server;

import dev.goldfish.protocol.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ServerHttpRequest;

/**
 * Collects a body as it comes, without a thread, and counts it. What is too large is not kept, but read on for a while:
 * most clients listen only when they have sent everything.
 */
final class BodyReader implements ServerHttpRequest.ReadCallback {
    private static final int PATIENCE = 16;

    /** Told once what became of a body, unless the caller went away before. */
    interface Listener {
        void read(byte[] body);

        /**
         * It is not waited for any longer.
         *
         * @param bytes how many of it have come
         */
        void refused(ErrorCode code, String detail, long bytes);
    }

    private final ResteasyReactiveRequestContext server;
    private final ServerHttpRequest request;
    private final long limit;
    private final Duration timeout;
    private final Load load;
    private final String address;
    private final Listener listener;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream(512);
    private Runnable stopTimer = () -> {};
    private long count;
    private boolean over;

    BodyReader(Visit visit, ResteasyReactiveRequestContext server, ServerConfig config, Load load, Listener listener) {
        this.server = server;
        this.request = server.serverRequest();
        this.limit = config.maxBodySize().asLongValue();
        this.timeout = config.bodyTimeout();
        this.load = load;
        this.address = visit.remote();
        this.listener = listener;
    }

    /** Begins to read, on the event loop of the request, where all else happens too. */
    void start() {
        if (request.isRequestEnded()) {
            done();
            return;
        }
        stopTimer = server.registerTimer(
                timeout.toMillis(),
                () -> cut(ErrorCode.TIMEOUT, "the body must be complete within " + timeout.toMillis() + " ms"));
        request.setReadListener(this);
        request.resumeRequestInput();
    }

    @Override
    public void data(ByteBuffer part) {
        int size = part.remaining();
        count += size;
        if (over) {
            return;
        }
        if (count <= limit) {
            keep(part, size);
        } else if (count > limit * PATIENCE) {
            cut(ErrorCode.TOO_LARGE, tooLarge());
        }
    }

    private void keep(ByteBuffer part, int size) {
        if (!load.hold(address, body.size(), size)) {
            cut(ErrorCode.SERVER_BUSY, "");
            return;
        }
        byte[] bytes = new byte[size];
        part.get(bytes);
        body.write(bytes, 0, size);
    }

    @Override
    public void done() {
        if (!stop()) {
            return;
        }
        if (count > limit) {
            listener.refused(ErrorCode.TOO_LARGE, tooLarge(), count);
        } else {
            listener.read(body.toByteArray());
        }
    }

    private void cut(ErrorCode code, String detail) {
        if (stop()) {
            listener.refused(code, detail, count);
        }
    }

    private String tooLarge() {
        return "the limit is " + limit + " bytes";
    }

    /** How many bytes have come, kept or not. */
    long count() {
        return count;
    }

    /** Waits for no more; false where that was so already. */
    boolean stop() {
        if (over) {
            return false;
        }
        over = true;
        stopTimer.run();
        load.release(address, body.size());
        return true;
    }
}
