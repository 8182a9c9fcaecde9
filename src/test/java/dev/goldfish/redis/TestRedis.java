package dev.goldfish.redis;

import dev.goldfish.access.NonceStore;
import dev.goldfish.job.JobConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A real Redis and the adapters on it, without a container. Closing it wipes the data. */
public final class TestRedis implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Redis redis = Redis.createClient(
            vertx,
            new RedisOptions()
                    .setConnectionString(
                            new EmbeddedRedis().getHosts().iterator().next().toString())
                    .setMaxPoolSize(16));
    private final List<Runnable> closing = new ArrayList<>();

    /** A store with settings of its own, connected as one replica would be. */
    public RedisJobStore store(JobConfig config) {
        Doorbell doorbell = new Doorbell(redis, timer);
        RedisLink link = link();
        closing.add(doorbell::close);
        doorbell.listen();
        return new RedisJobStore(link, doorbell, config);
    }

    /** The nonces of one replica, with connections of its own. */
    public NonceStore nonces() {
        return new RedisNonceStore(link(), Duration.ZERO);
    }

    RedisLink link() {
        RedisLink link = new RedisLink(redis, redisConfig());
        closing.add(link::close);
        return link;
    }

    public ScheduledExecutorService timer() {
        return timer;
    }

    public static JobConfig jobConfig(Map<String, String> settings) {
        return config(JobConfig.class, "goldfish.jobs", settings);
    }

    static RedisConfig redisConfig() {
        return config(RedisConfig.class, "goldfish.redis", Map.of());
    }

    private static <T> T config(Class<T> type, String prefix, Map<String, String> settings) {
        SmallRyeConfigBuilder builder =
                new SmallRyeConfigBuilder().addDiscoveredConverters().withMapping(type);
        settings.forEach((name, value) -> builder.withDefaultValue(prefix + "." + name, value));
        return builder.build().getConfigMapping(type);
    }

    /** Sends any command. */
    public Response send(Command command, Object... args) {
        Request request = Request.cmd(command);
        for (Object arg : args) {
            request.arg(arg.toString());
        }
        try {
            return redis.send(request).toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** How many jobs are in one of the sets of the partition of a client. */
    public long members(String client, String set) {
        return send(Command.ZCARD, Keys.partition(client) + set).toLong();
    }

    @Override
    public void close() {
        send(Command.FLUSHALL);
        closing.forEach(Runnable::run);
        timer.shutdownNow();
        redis.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
