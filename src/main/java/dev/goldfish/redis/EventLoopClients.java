package dev.goldfish.redis;

import io.netty.channel.EventLoop;
import io.quarkus.proxy.ProxyConfigurationRegistry;
import io.quarkus.redis.runtime.client.VertxRedisClientFactory;
import io.quarkus.redis.runtime.client.config.RedisConfig;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.smallrye.config.SmallRyeConfig;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.redis.client.Redis;
import java.util.function.Function;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Makes further clients like Quarkus' own. All connections of a client live on the event loop that it was made for: whoever
 * wants answers on another one needs another client.
 */
public final class EventLoopClients implements Function<EventLoop, Redis> {
    private final Vertx vertx;
    private final TlsConfigurationRegistry tls;
    private final ProxyConfigurationRegistry proxies;

    public EventLoopClients(Vertx vertx, TlsConfigurationRegistry tls, ProxyConfigurationRegistry proxies) {
        this.vertx = vertx;
        this.tls = tls;
        this.proxies = proxies;
    }

    @Override
    public Redis apply(EventLoop eventLoop) {
        // Not in the HTTP server's context, which takes with it what was made there: when that server stops, jobs still
        // have to be handed back.
        ContextInternal context = ((VertxInternal) vertx)
                .createEventLoopContext(eventLoop, null, Thread.currentThread().getContextClassLoader());
        ContextInternal previous = context.beginDispatch();
        try {
            return create();
        } finally {
            context.endDispatch(previous);
        }
    }

    private Redis create() {
        RedisConfig config =
                ConfigProvider.getConfig().unwrap(SmallRyeConfig.class).getConfigMapping(RedisConfig.class);
        String name = RedisConfig.DEFAULT_CLIENT_NAME;
        return VertxRedisClientFactory.create(name, vertx, config.clients().get(name), tls, proxies);
    }
}
