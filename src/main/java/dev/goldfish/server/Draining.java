package dev.goldfish.server;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;

/**
 * Whether this replica takes its leave. While it still answers, each answer sends its caller to another connection,
 * which a load balancer opens to another replica: so none is in use any more when this one closes them.
 */
public final class Draining {
    private volatile boolean begun;

    public void begin() {
        begun = true;
    }

    void redirect(RoutingContext routing) {
        if (!begun) {
            return;
        }
        HttpServerRequest request = routing.request();
        if (request.version() == HttpVersion.HTTP_2) {
            request.connection().shutdown();
        } else {
            HttpGuard.isLast(request);
        }
    }
}
