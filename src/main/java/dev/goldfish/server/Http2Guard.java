package dev.goldfish.server;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Stream;
import io.vertx.core.http.HttpConnection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Holds a connection of HTTP/2 to its bounds, beside those that Netty holds by itself: resets, the size of headers,
 * frames without content, and control frames that wait for a reader.
 */
final class Http2Guard {
    /** So many PING and SETTINGS frames between two looks at a connection are enough for every honest peer. */
    private static final int MOST_CONTROL_FRAMES = 1_000;

    private final HttpConnection connection;
    private final Http2ConnectionHandler http2;
    private final Channel channel;
    private final long answerNanos;
    private final Map<Http2Stream, Long> waiting = new HashMap<>();
    private @Nullable Future<Void> flushed;
    private long flushNanos;
    private int controlFrames;

    private Http2Guard(HttpConnection connection, Channel channel, long answerMillis) {
        this.connection = connection;
        this.channel = channel;
        this.http2 = channel.pipeline().get(Http2ConnectionHandler.class);
        this.answerNanos = TimeUnit.MILLISECONDS.toNanos(answerMillis);
    }

    /**
     * To be called for the first request of a connection.
     *
     * @param mostStreams also where the peer never confirms the settings that say so
     * @param answerMillis how long an answer may take to leave
     */
    static Http2Guard add(HttpConnection connection, Channel channel, int mostStreams, long answerMillis) {
        Http2Guard guard = new Http2Guard(connection, channel, answerMillis);
        guard.http2.connection().remote().maxActiveStreams(mostStreams);
        connection.pingHandler(ping -> guard.controlFrame());
        connection.remoteSettingsHandler(settings -> guard.controlFrame());
        Future<?> looks = channel.eventLoop()
                .scheduleWithFixedDelay(guard::look, answerMillis / 2, answerMillis / 2, TimeUnit.MILLISECONDS);
        channel.closeFuture().addListener(closed -> looks.cancel(false));
        return guard;
    }

    private void controlFrame() {
        controlFrames++;
        if (controlFrames == MOST_CONTROL_FRAMES) {
            close();
        }
    }

    /** Closes a connection whose peer has asked for something and takes no answer. */
    private void look() {
        controlFrames = 0;
        long now = System.nanoTime();
        List<Http2Stream> refused = new ArrayList<>();
        waiting.keySet().removeIf(stream -> !waits(stream));
        try {
            http2.connection().forEachActiveStream(stream -> {
                if (stream.state() == Http2Stream.State.HALF_CLOSED_LOCAL && !waits(stream)) {
                    refused.add(stream);
                } else if (waits(stream)) {
                    waiting.putIfAbsent(stream, now);
                }
                return true;
            });
        } catch (Http2Exception e) {
            throw new IllegalStateException("streams cannot be looked at", e);
        }
        refused.forEach(this::endUpload);
        if (waiting.values().stream().anyMatch(since -> now - since >= answerNanos) || !isFlushed(now)) {
            close();
        }
    }

    private boolean waits(Http2Stream stream) {
        return http2.encoder().flowController().hasFlowControlled(stream);
    }

    /** The answer has left, and the rest of the request is not wanted (RFC 9113, section 8.1). */
    private void endUpload(Http2Stream stream) {
        ChannelHandlerContext context = channel.pipeline().context(http2);
        http2.resetStream(context, stream.id(), Http2Error.NO_ERROR.code(), context.newPromise());
        context.flush();
    }

    /** What was handed to the socket before the look before is gone by now. */
    private boolean isFlushed(long now) {
        if (flushed == null || flushed.isDone()) {
            flushed = channel.pipeline().context(http2).writeAndFlush(Unpooled.EMPTY_BUFFER);
            flushNanos = now;
        }
        return flushed.isDone() || now - flushNanos < answerNanos;
    }

    /** At once: closing by way of the protocol would wait for the streams to end. */
    private void close() {
        connection.goAway(Http2Error.ENHANCE_YOUR_CALM.code());
        channel.pipeline().context(http2).close();
    }
}
