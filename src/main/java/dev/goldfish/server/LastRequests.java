package dev.goldfish.server;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;

/**
 * Connections over which nothing more may come. A request in chunks is the last one of its connection: where it had a
 * length too, the chunks are what counts here, but perhaps not for a proxy on the way, so that what follows could be
 * smuggled (RFC 9112, section 6.1).
 */
final class LastRequests {
    private final Cache<HttpConnection, Boolean> connections =
            Caffeine.newBuilder().weakKeys().build();

    /** False for a request that came behind the last one. */
    boolean admit(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        if (request.version() == HttpVersion.HTTP_2) {
            return true;
        }
        HttpConnection connection = request.connection();
        if (connections.getIfPresent(connection) != null) {
            return false;
        }
        if (request.getHeader("Transfer-Encoding") != null) {
            connections.put(connection, true);
            closeAfterAnswer(routing);
        }
        return true;
    }

    /** Not at once, which could cost the caller the answer (RFC 9112, section 9.6). */
    static void closeAfterAnswer(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        request.response().putHeader("Connection", "close");
        routing.addEndHandler(end -> routing.vertx()
                .setTimer(
                        SignatureFilter.LINGER_MS, late -> request.connection().close()));
    }
}
