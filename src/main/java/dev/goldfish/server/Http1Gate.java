package dev.goldfish.server;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
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
    private final long answerMillis;
    private @Nullable ScheduledFuture<?> stalled;
    private long messages;
    // Of the exchange under way; the first one has begun when the gate comes.
    private boolean begun = true;
    private boolean received;
    private boolean answered;
    private boolean left;
    private boolean last;
    private boolean unwanted;

    private Http1Gate(Shares held, String address, long answerMillis) {
        this.feed = new Http1Feed(this, held, address);
        this.answerMillis = answerMillis;
    }

    /**
     * To be called for the first request of a connection, from within its handler.
     *
     * @param held where bytes count that have come too early
     * @param answerMillis how long an answer may take to leave
     */
    static Http1Gate add(ChannelPipeline pipeline, Shares held, String address, long answerMillis) {
        ByteToMessageDecoder decoder = (ByteToMessageDecoder) pipeline.get(DECODER);
        decoder.setSingleDecode(true);
        Http1Gate gate = new Http1Gate(held, address, answerMillis);
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
    public void handlerRemoved(ChannelHandlerContext ctx) {
        stopTimer();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        messages++;
        if (message instanceof HttpRequest) {
            // When a connection ends, the parser reads all that it still has, which nobody may run.
            unwanted |= begun;
            begun = true;
            received = false;
            answered = false;
            left = false;
        }
        if (unwanted) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (message instanceof LastHttpContent) {
            received = true;
            endIfDone();
        }
        super.channelRead(ctx, message);
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
        }
    }

    private void left() {
        left = true;
        stopTimer();
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
