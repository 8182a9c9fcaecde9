package dev.goldfish.server;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/** Connections over which nothing more may come, because it is not sure where their last request ends. */
final class LastRequests {
    /** For a caller who is still sending to read its answer: closed at once, the connection would be reset under it. */
    private static final Duration LINGER = Duration.ofSeconds(1);

    private final Cache<HttpConnection, Boolean> connections =
            Caffeine.newBuilder().weakKeys().build();

    /** Whether a request came behind the last one of its connection. */
    boolean isOver(RoutingContext routing) {
        return connections.getIfPresent(routing.request().connection()) != null;
    }

    /**
     * Makes a request that came in chunks the last one. Where it had a length too, chunks are what counts here, but
     * perhaps not for a proxy on the way: what follows could be smuggled (RFC 9112, section 6.1).
     */
    void endAfterChunks(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        if (request.version() != HttpVersion.HTTP_2 && request.getHeader("Transfer-Encoding") != null) {
            end(routing);
        }
    }

    /** Closes the connection behind the answer to this request. */
    void end(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        if (request.version() == HttpVersion.HTTP_2) {
            return;
        }
        HttpConnection connection = request.connection();
        connections.put(connection, true);
        request.response().putHeader("Connection", "close");
        routing.addEndHandler(end -> routing.vertx().setTimer(LINGER.toMillis(), late -> connection.close()));
    }
}
