package dev.goldfish.server;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;

/** Stands before everything that answers, and holds each connection to its bounds, whatever is asked for over it. */
public final class HttpGuard {
    private static final AttributeKey<Http1Gate> GATE = AttributeKey.valueOf(Http1Gate.class.getName());
    private static final AttributeKey<Http2Guard> GUARD = AttributeKey.valueOf(Http2Guard.class.getName());
    /** What one connection may take of all calls that may be under way: a quarter. */
    private static final int SHARES = 4;

    private final Load load;
    private final Failures failures;
    private final int mostStreams;
    private final long answerMillis;

    /** @param mostStreams concurrent requests over one connection of HTTP/2 */
    public HttpGuard(Load load, Failures failures, ServerConfig config, int mostStreams) {
        this.load = load;
        this.failures = failures;
        this.mostStreams = Math.max(1, Math.min(mostStreams, config.maxCalls() / SHARES));
        this.answerMillis = config.answerTimeout().toMillis();
    }

    /** Tells peers what they will be held to. */
    public void announce(HttpServerOptions options) {
        options.getInitialSettings().setMaxConcurrentStreams(mostStreams);
    }

    /** To be called for each request before anything else. */
    public void arrived(RoutingContext routing) {
        hold(routing.request());
        routing.next();
    }

    /** To be called for each request that cannot be routed, or that fails where nobody else answers. */
    public void failed(RoutingContext routing) {
        hold(routing.request());
        failures.answer(routing);
    }

    private void hold(HttpServerRequest request) {
        Channel channel = channel(request);
        if (request.version() == HttpVersion.HTTP_2) {
            if (channel.attr(GUARD).get() == null) {
                channel.attr(GUARD).set(Http2Guard.add(request.connection(), channel, mostStreams, answerMillis));
            }
            return;
        }
        if (channel.attr(GATE).get() == null) {
            channel.attr(GATE)
                    .set(Http1Gate.add(
                            channel.pipeline(),
                            load,
                            Visit.address(request),
                            !request.method().equals(HttpMethod.POST),
                            answerMillis));
        }
        // Where it has a length too, the chunks count here, but perhaps not for a proxy (RFC 9112, section 6.1).
        if (request.getHeader("Transfer-Encoding") != null) {
            isLast(request);
        }
    }

    /** Nothing more comes over this connection; with HTTP/2 that is nothing to be said of one request. */
    static void isLast(HttpServerRequest request) {
        Http1Gate gate = channel(request).attr(GATE).get();
        if (gate != null) {
            request.response().putHeader("Connection", "close");
            gate.isLast();
        }
    }

    private static Channel channel(HttpServerRequest request) {
        return ((ConnectionBase) request.connection()).channelHandlerContext().channel();
    }
}
