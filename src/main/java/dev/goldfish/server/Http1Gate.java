package dev.goldfish.server;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Has a connection of HTTP/1.1 do one thing at a time: the next request is not even parsed before the answer to the one
 * before has left. So what a caller sends ahead, or does not read, costs the memory of one exchange.
 */
final class Http1Gate extends ChannelDuplexHandler {
    private static final String DECODER = "httpDecoder";
    private static final String ENCODER = "httpEncoder";

    private final Http1Feed feed;
    private final Shares unread;
    private final String address;
    private final long answerMillis;
    private final Deque<Object> ahead = new ArrayDeque<>(2);
    private @Nullable ScheduledFuture<?> stalled;
    private long messages;
    private long waiting;
    // Of the exchange under way; the first one has begun when the gate comes.
    private boolean begun = true;
    private boolean received;
    private boolean answered;
    private boolean left;
    private boolean last;
    private boolean unwanted;
    private @Nullable ChannelHandlerContext context;
    private boolean counts;

    private Http1Gate(Load load, String address, boolean counts, long answerMillis) {
        this.feed = new Http1Feed(this, load.incoming(), address);
        this.unread = load.outgoing();
        this.address = address;
        this.counts = counts;
        this.answerMillis = answerMillis;
    }

    /**
     * To be called for the first request of a connection, from within its handler.
     *
     * @param load where bytes count that have come too early, or wait for a reader
     * @param counts whether the answer counts here: those to calls do elsewhere
     * @param answerMillis how long an answer may take to leave
     */
    static Http1Gate add(ChannelPipeline pipeline, Load load, String address, boolean counts, long answerMillis) {
        ByteToMessageDecoder decoder = (ByteToMessageDecoder) pipeline.get(DECODER);
        decoder.setSingleDecode(true);
        Http1Gate gate = new Http1Gate(load, address, counts, answerMillis);
        pipeline.addBefore(DECODER, "goldfishFeed", gate.feed);
        pipeline.addAfter(ENCODER, "goldfishGate", gate);
        return gate;
    }

    /** No request comes behind the one under way: what is sent all the same is dropped. */
    void isLast() {
        last = true;
    }

    /** Whether the parser may get bytes now. */
    boolean isOpen() {
        return !begun || !received && !(last && answered);
    }

    /** Whether bytes that come now are nobody's. */
    boolean drops() {
        return last && answered;
    }

    /** Whether bytes that come now belong to a body whose request has been answered. */
    boolean isBehindAnswer() {
        return answered && !received;
    }

    /** Grows with every message that was parsed. */
    long messages() {
        return messages;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        context = null;
        stop();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        stop();
        super.channelInactive(ctx);
    }

    private void stop() {
        stopTimer();
        countNoMore();
        ahead.forEach(ReferenceCountUtil::release);
        ahead.clear();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        messages++;
        if (begun && message instanceof HttpRequest || !ahead.isEmpty() || unwanted) {
            if (unwanted || feed.isStarted()) {
                // When a connection ends, the parser reads all that it still has, which nobody may run.
                unwanted = true;
                ReferenceCountUtil.release(message);
            } else {
                // The parser was at it before this came.
                ahead.add(message);
            }
            return;
        }
        pass(ctx, message);
    }

    private void pass(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpRequest request) {
            begin(!request.method().equals(HttpMethod.POST));
        }
        if (message instanceof LastHttpContent) {
            received = true;
            endIfDone();
        }
        ctx.fireChannelRead(message);
    }

    /** Says whether there was a request that had been parsed too early, and whose turn it is now. */
    boolean goOn() {
        ChannelHandlerContext ctx = context;
        if (begun || ahead.isEmpty() || ctx == null) {
            return false;
        }
        while (!ahead.isEmpty()) {
            pass(ctx, ahead.remove());
        }
        return true;
    }

    private void begin(boolean counted) {
        begun = true;
        received = false;
        answered = false;
        left = false;
        counts = counted;
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) throws Exception {
        ChannelPromise sent = promise;
        if (message instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
            if (response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
                // From now on it is another protocol, which only dev mode speaks.
                feed.passOnEverything();
                ctx.pipeline().remove(this);
            }
        } else if (message instanceof LastHttpContent) {
            answered = true;
            sent = promise.unvoid();
            sent.addListener(done -> left());
        }
        ctx.write(message, sent);
    }

    @Override
    public void flush(ChannelHandlerContext ctx) throws Exception {
        super.flush(ctx);
        if (answered && !left && stalled == null) {
            stalled = ctx.executor().schedule(() -> ctx.close(), answerMillis, TimeUnit.MILLISECONDS);
            if (counts) {
                count(ctx);
            }
        }
    }

    /** What does not leave at once is memory. */
    private void count(ChannelHandlerContext ctx) {
        ChannelOutboundBuffer buffer = ctx.channel().unsafe().outboundBuffer();
        long bytes = buffer == null ? 0 : buffer.totalPendingWriteBytes();
        if (unread.take(address, bytes)) {
            waiting = bytes;
        } else {
            ctx.close();
        }
    }

    private void countNoMore() {
        unread.giveBack(address, waiting);
        waiting = 0;
    }

    private void left() {
        left = true;
        stopTimer();
        countNoMore();
        if (last || !received) {
            feed.linger();
        }
        endIfDone();
        feed.advance();
    }

    private void endIfDone() {
        if (received && left && !last) {
            begun = false;
            feed.lingersNot();
        }
    }

    private void stopTimer() {
        if (stalled != null) {
            stalled.cancel(false);
            stalled = null;
        }
    }
}
