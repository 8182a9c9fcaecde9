package dev.goldfish.client.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** Where requests go: makes connections there, and writes requests as HTTP/1.1. */
final class HttpTarget {
    private static final int CONNECT_TIMEOUT_MS = 5_000;
    private static final int MAX_REPLY_BYTES = 8 << 20;
    private static final int MAX_LENGTH_DIGITS = 10;
    private static final byte[] END_OF_HEAD = ascii("\r\n\r\n");

    private final Bootstrap bootstrap;
    private final String host;
    private final int port;
    private final @Nullable SslContext tls;
    private final byte[] head;

    HttpTarget(URI endpoint, EventLoop loop) {
        boolean https = "https".equalsIgnoreCase(endpoint.getScheme());
        host = endpoint.getHost();
        port = endpoint.getPort() >= 0 ? endpoint.getPort() : https ? 443 : 80;
        tls = https ? tls() : null;
        head = ascii("POST " + endpoint.getRawPath() + " HTTP/1.1\r\nHost: " + endpoint.getRawAuthority()
                + "\r\nAccept: application/json\r\nContent-Type: application/json\r\nContent-Length: ");
        bootstrap = new Bootstrap()
                .group(loop)
                .channelFactory(NioSocketChannel::new)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MS)
                .remoteAddress(new InetSocketAddress(host, port));
    }

    /** Opens a connection whose complete responses go to a handler. */
    ChannelFuture connect(ChannelHandler responses) {
        return bootstrap
                .clone()
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (tls != null) {
                            channel.pipeline().addLast(secured(tls, channel));
                        }
                        channel.pipeline()
                                .addLast(
                                        new HttpResponseDecoder(),
                                        new HttpObjectAggregator(MAX_REPLY_BYTES),
                                        responses);
                    }
                })
                .connect();
    }

    /** A request that posts a body. */
    ByteBuf post(byte[] body) {
        return Unpooled.buffer(head.length + MAX_LENGTH_DIGITS + END_OF_HEAD.length + body.length)
                .writeBytes(head)
                .writeBytes(ascii(Integer.toString(body.length)))
                .writeBytes(END_OF_HEAD)
                .writeBytes(body);
    }

    private SslHandler secured(SslContext context, Channel channel) {
        SslHandler handler = context.newHandler(channel.alloc(), host, port);
        SSLParameters parameters = handler.engine().getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        handler.engine().setSSLParameters(parameters);
        return handler;
    }

    private static SslContext tls() {
        try {
            return SslContextBuilder.forClient().build();
        } catch (SSLException e) {
            throw new IllegalStateException("this Java runtime has no TLS", e);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
