package dev.goldfish.client.bench;

import dev.goldfish.client.GoldfishException;
import dev.goldfish.client.SignedCalls;
import dev.goldfish.client.UnreachableException;
import dev.goldfish.client.UnverifiedRefusalException;
import dev.goldfish.protocol.ErrorCode;
import dev.goldfish.protocol.Reply;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One connection and the piece of work that is under way on it. All of it happens on one thread. */
final class Lane {
    /** Hears what becomes of work. */
    interface Observer {
        /** A piece of work has ended: well where the error is null. */
        void ended(Piece piece, @Nullable String error);

        /**
         * The lane can take the next piece of work.
         *
         * @param broken whether its connection failed: doing the same at once would help nobody
         */
        void free(Lane lane, boolean broken);
    }

    private final HttpTarget target;
    private final SignedCalls calls;
    private final Work work;
    private final Observer observer;

    private @Nullable Channel channel;
    private @Nullable Piece piece;
    private String requestId = "";
    private long sentAt;
    private int requests;

    Lane(HttpTarget target, SignedCalls calls, Work work, Observer observer) {
        this.target = target;
        this.calls = calls;
        this.work = work;
        this.observer = observer;
    }

    /** Connects, so that the first piece of work need not; then the lane is free, whether or not that worked. */
    void open() {
        connect().addListener(done -> observer.free(this, /* broken= */ false));
    }

    /** Begins a piece of work; the lane must be free. */
    void begin(Piece begun) {
        piece = begun;
        requests = 0;
        sentAt = System.nanoTime();
        send(work.first());
    }

    /** Gives up what has taken too long. */
    void expire(long now, long timeoutNanos) {
        if (piece != null && now - sentAt > timeoutNanos) {
            fail("no reply in time");
        }
    }

    private void send(Work.Request request) {
        requestId = Objects.requireNonNull(piece).name() + "-" + requests++;
        Channel open = channel;
        if (open != null && open.isActive()) {
            write(open, request);
            return;
        }
        ChannelFuture connecting = connect();
        connecting.addListener(done -> {
            if (connecting.isSuccess()) {
                write(connecting.channel(), request);
            } else if (channel == connecting.channel()) {
                fail("no connection");
            }
        });
    }

    private void write(Channel open, Work.Request request) {
        if (channel == open) {
            byte[] body = calls.request(requestId, request.tool(), request.args());
            // With a void promise a failed write is an exception of the connection's.
            var unused = open.writeAndFlush(target.post(body), open.voidPromise());
        }
    }

    private ChannelFuture connect() {
        ChannelFuture connecting = target.connect(new Responses());
        channel = connecting.channel();
        return connecting;
    }

    private void answered(FullHttpResponse response) {
        if (!HttpUtil.isKeepAlive(response)) {
            close();
        }
        String error = null;
        Work.Request next = null;
        try {
            Reply reply = calls.reply(response.status().code(), ByteBufUtil.getBytes(response.content()), requestId);
            if (reply.error() == null) {
                next = work.following().apply(reply).orElse(null);
            } else {
                ErrorCode code = ErrorCode.of(reply.error());
                error = code == null ? "an unknown error code" : code.text();
            }
        } catch (GoldfishException e) {
            error = name(e, response.status().code());
        }
        if (next == null) {
            end(error);
            observer.free(this, /* broken= */ false);
        } else {
            send(next);
        }
    }

    private static String name(GoldfishException e, int httpStatus) {
        if (e instanceof UnreachableException || e instanceof UnverifiedRefusalException) {
            return "HTTP " + httpStatus + ", unverified";
        }
        return "untrusted reply";
    }

    private void end(@Nullable String error) {
        Piece ended = Objects.requireNonNull(piece);
        piece = null;
        observer.ended(ended, error);
    }

    private void fail(String error) {
        close();
        end(error);
        observer.free(this, /* broken= */ true);
    }

    private void close() {
        if (channel != null) {
            Channel closing = channel;
            channel = null;
            var unused = closing.close();
        }
    }

    /** What one connection says; nothing of a former one counts any more. */
    private final class Responses extends SimpleChannelInboundHandler<FullHttpResponse> {
        Responses() {
            // Named, and so not looked for by reflection.
            super(FullHttpResponse.class);
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
            if (context.channel() != channel
                    || piece == null
                    || response.decoderResult().isFailure()) {
                lost(context, "no HTTP response");
            } else {
                answered(response);
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            lost(context, "connection lost");
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            lost(context, cause instanceof IOException ? "connection lost" : "unreadable reply");
        }

        private void lost(ChannelHandlerContext context, String error) {
            if (context.channel() != channel) {
                var unused = context.close();
            } else if (piece == null) {
                close();
            } else {
                fail(error);
            }
        }
    }
}
