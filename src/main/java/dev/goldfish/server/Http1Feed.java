package dev.goldfish.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Gives the parser of a connection its bytes while the {@link Http1Gate} is open. It stops reading when some have come
 * too early, and not before: who does not read does not notice that the caller has gone.
 */
final class Http1Feed extends ChannelInboundHandlerAdapter {
    /** For so long, and for so many bytes, what comes behind an answer is read: closing at once could cost the answer. */
    private static final long LINGER_MS = 1_000;

    private static final long LINGER_BYTES = 4 << 20;

    private final Http1Gate gate;
    private final Shares held;
    private final String address;
    private final Deque<Early> early = new ArrayDeque<>();
    private @Nullable ChannelHandlerContext context;
    private @Nullable ScheduledFuture<?> lingering;
    private long behindAnswer;
    private boolean paused;
    private boolean advancing;
    private boolean fed;
    // The first request is being read when this comes: the parser must not be asked for more before it has ended.
    private boolean started;

    Http1Feed(Http1Gate gate, Shares held, String address) {
        this.gate = gate;
        this.held = held;
        this.address = address;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        context = null;
        lingersNot();
        dropEarly();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        lingersNot();
        dropEarly();
        super.channelInactive(ctx);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (gate.drops()) {
            drop(ctx, bytes);
        } else if (advancing || !started || !early.isEmpty() || !gate.isOpen()) {
            keep(ctx, bytes);
        } else {
            feed(ctx, bytes);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        fed |= !started;
        started = true;
        advance();
    }

    /** Whether all that was read before this came is through. */
    boolean isStarted() {
        return started;
    }

    /** Goes on as far as the gate lets it. */
    void advance() {
        ChannelHandlerContext ctx = context;
        if (ctx == null || advancing || !started) {
            return;
        }
        advancing = true;
        try {
            do {
                fed |= gate.goOn();
                fed |= parse(ctx);
                while (gate.isOpen() && !early.isEmpty()) {
                    feed(ctx, takeEarly());
                }
            } while (complete(ctx) && gate.isOpen());
        } finally {
            advancing = false;
        }
        if (gate.drops()) {
            dropEarly();
        }
        if (paused && early.isEmpty() && behindAnswer <= LINGER_BYTES) {
            paused = false;
            ctx.channel().config().setAutoRead(true);
        }
    }

    /** Lets the parser read one message after the other out of what it has, and says whether there was any. */
    private boolean parse(ChannelHandlerContext ctx) {
        long before = gate.messages();
        long seen;
        do {
            seen = gate.messages();
            if (gate.isOpen()) {
                ctx.fireChannelRead(Unpooled.EMPTY_BUFFER);
            }
        } while (gate.messages() != seen);
        return seen != before;
    }

    /** Says whether there was anything to complete: what is written meanwhile is sent then. */
    private boolean complete(ChannelHandlerContext ctx) {
        boolean any = fed;
        fed = false;
        if (any) {
            ctx.fireChannelReadComplete();
        }
        return any;
    }

    private void feed(ChannelHandlerContext ctx, ByteBuf bytes) {
        if (gate.isBehindAnswer() && isTooMuch(ctx, bytes.readableBytes())) {
            gate.isLast();
            bytes.release();
            return;
        }
        fed = true;
        ctx.fireChannelRead(bytes);
        parse(ctx);
    }

    private void keep(ChannelHandlerContext ctx, ByteBuf bytes) {
        // Before the start it is, or may be, the rest of the first request.
        if (started && !held.take(address, bytes.readableBytes())) {
            bytes.release();
            ctx.close();
            return;
        }
        early.add(new Early(bytes, started ? bytes.readableBytes() : 0));
        pause(ctx);
    }

    private ByteBuf takeEarly() {
        Early next = early.remove();
        held.giveBack(address, next.counted());
        return next.bytes();
    }

    private void drop(ChannelHandlerContext ctx, ByteBuf bytes) {
        isTooMuch(ctx, bytes.readableBytes());
        bytes.release();
    }

    private void dropEarly() {
        while (!early.isEmpty()) {
            takeEarly().release();
        }
    }

    /** Then no more is read, and the connection is closed in time. */
    private boolean isTooMuch(ChannelHandlerContext ctx, int more) {
        behindAnswer += more;
        if (behindAnswer > LINGER_BYTES) {
            pause(ctx);
        }
        return behindAnswer > LINGER_BYTES;
    }

    private void pause(ChannelHandlerContext ctx) {
        paused = true;
        ctx.channel().config().setAutoRead(false);
    }

    /** Closes the connection in a while, unless the rest of the body has come by then. */
    void linger() {
        ChannelHandlerContext ctx = context;
        if (ctx != null && lingering == null) {
            lingering = ctx.executor().schedule(() -> ctx.close(), LINGER_MS, TimeUnit.MILLISECONDS);
        }
    }

    void lingersNot() {
        behindAnswer = 0;
        if (lingering != null) {
            lingering.cancel(false);
            lingering = null;
        }
    }

    /** Leaves the connection to another protocol. */
    void passOnEverything() {
        ChannelHandlerContext ctx = context;
        if (ctx != null) {
            while (!early.isEmpty()) {
                ctx.fireChannelRead(takeEarly());
            }
            ctx.channel().config().setAutoRead(true);
            ctx.pipeline().remove(this);
        }
    }

    private record Early(ByteBuf bytes, int counted) {}
}
