package dev.goldfish;

import dev.goldfish.server.HttpGuard;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Puts the guard before everything that Quarkus serves. */
@Singleton
final class HttpSetup implements HttpServerOptionsCustomizer {
    private final HttpGuard guard;

    HttpSetup(HttpGuard guard) {
        this.guard = guard;
    }

    /** First of all routes: others may wait, and then the first request of a connection has been read already. */
    void route(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).handler(guard::arrived).failureHandler(guard::failed);
    }

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        guard.announce(options);
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        guard.announce(options);
    }

    @Override
    public void customizeDomainSocketServer(HttpServerOptions options) {
        guard.announce(options);
    }
}
