package dev.goldfish.redis;

import io.netty.channel.EventLoop;
import io.quarkus.proxy.ProxyConfigurationRegistry;
import io.quarkus.redis.runtime.client.VertxRedisClientFactory;
import io.quarkus.redis.runtime.client.config.RedisClientConfig;
import io.quarkus.redis.runtime.client.config.RedisConfig;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.smallrye.config.SmallRyeConfig;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.impl.RedisURI;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.eclipse.microprofile.config.ConfigProvider;

/** Makes further clients like Quarkus' own. */
public final class ConfiguredClients implements RedisClients {
    private static final String NAME = RedisConfig.DEFAULT_CLIENT_NAME;

    private final Vertx vertx;
    private final TlsConfigurationRegistry tls;
    private final ProxyConfigurationRegistry proxies;

    public ConfiguredClients(Vertx vertx, TlsConfigurationRegistry tls, ProxyConfigurationRegistry proxies) {
        this.vertx = vertx;
        this.tls = tls;
        this.proxies = proxies;
    }

    @Override
    public Redis anywhere() {
        return on(((VertxInternal) vertx).getEventLoopGroup().next());
    }

    @Override
    public Redis on(EventLoop eventLoop) {
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

    /** All event loops that may serve calls. */
    public List<EventLoop> eventLoops() {
        List<EventLoop> all = new ArrayList<>();
        ((VertxInternal) vertx).getEventLoopGroup().forEach(loop -> all.add((EventLoop) loop));
        return all;
    }

    /** The number of the database that all of them select. */
    public int database() {
        RedisClientConfig config = config();
        Set<URI> hosts = config.hosts()
                .orElseGet(() -> config.hostsProviderName()
                        .map(provider ->
                                VertxRedisClientFactory.findProvider(provider).getHosts())
                        .orElse(Set.of()));
        return hosts.stream()
                .map(host -> new RedisURI(host.toString()).select())
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(0);
    }

    private Redis create() {
        return VertxRedisClientFactory.create(NAME, vertx, config(), tls, proxies);
    }

    private static RedisClientConfig config() {
        RedisConfig config =
                ConfigProvider.getConfig().unwrap(SmallRyeConfig.class).getConfigMapping(RedisConfig.class);
        return Objects.requireNonNull(config.clients().get(NAME));
    }
}
