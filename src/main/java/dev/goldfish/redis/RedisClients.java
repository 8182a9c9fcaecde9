package dev.goldfish.redis;

import io.netty.channel.EventLoop;
import io.vertx.redis.client.Redis;

/** Makes clients of one Redis. All connections of a client live on one event loop, and whoever gets a client closes it. */
public interface RedisClients {
    /** One on an event loop of its own choice. */
    Redis anywhere();

    /** One on this event loop. */
    Redis on(EventLoop eventLoop);
}
