package dev.goldfish.redis;

import io.netty.channel.EventLoop;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import java.util.Map;
import java.util.function.Supplier;

/** Clients for parts that run without a container; they live on whatever event loop. */
record TestClients(Supplier<Redis> each) implements RedisClients {
    static RedisClients of(Vertx vertx, String uri) {
        return new TestClients(() -> Redis.createClient(vertx, uri));
    }

    /** Always the same one, which nobody closes. */
    static RedisClients shared(Redis redis) {
        Redis unclosed = Forwarding.to(Redis.class, redis, Map.of("close", args -> null));
        return new TestClients(() -> unclosed);
    }

    @Override
    public Redis anywhere() {
        return each.get();
    }

    @Override
    public Redis on(EventLoop eventLoop) {
        return each.get();
    }
}
