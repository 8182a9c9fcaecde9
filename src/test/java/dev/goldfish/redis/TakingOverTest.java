package dev.goldfish.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.goldfish.job.JobConfig;
import dev.goldfish.job.JobRef;
import dev.goldfish.job.NewJob;
import dev.goldfish.job.Start;
import io.netty.channel.EventLoop;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When a replica takes the jobs of lost workers, put together as in the server. */
class TakingOverTest {
    private static final RedisConfig REDIS = TestRedis.redisConfig(Map.of("timeout", "500ms"));

    private final Vertx vertx = Vertx.vertx();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final OwnRedis redis = new OwnRedis();
    private final RedisProxy proxy = new RedisProxy(redis.port());
    private final Doorbell doorbell =
            new Doorbell(TestClients.of(vertx, redis.uri()), REDIS.timeout(), timer, Doorbell.channelOf(0, "server"));
    private final List<Runnable> closing = new ArrayList<>();

    @AfterEach
    void close() {
        closing.forEach(Runnable::run);
        timer.shutdownNow();
        proxy.close();
        redis.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aConnectionThatFallsSilentInEachLeaseHoldsNothingBack() {
        JobRef lost = jobOfALostWorker();
        String job = "HGET " + Keys.partition(lost.clientId()) + "job:" + Keys.member(lost) + " state";
        Duration lease = Duration.ofSeconds(6);
        RedisJobStore replica = replica(lease);

        long[] silenced = {System.nanoTime()};
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            if (System.nanoTime() - silenced[0] > lease.toNanos() / 2) {
                proxy.silenceOne();
                silenced[0] = System.nanoTime();
            }
            var unused = replica.reap(Set.of("tool")).subscribeAsCompletionStage();
            return redis.command(job).contains("WORKER_LOST");
        });
    }

    /** One whose lease is over when it begins. */
    private JobRef jobOfALostWorker() {
        RedisLink link = link(redis.uri());
        JobRef ref = new JobRef("client-001", UUID.randomUUID().toString());
        NewJob job = new NewJob(ref, "tool", "digest", "{}", true, 1, Duration.ofMinutes(5), 10, "");
        assertThat(get(store(link, new Contact(Duration.ZERO), Duration.ofMillis(1))
                        .start(job, true)))
                .isInstanceOf(Start.Running.class);
        return ref;
    }

    private RedisJobStore replica(Duration lease) {
        RedisLink link = link(proxy.uri());
        Contact contact = new Contact(lease.dividedBy(3));
        List<EventLoop> loops = new ArrayList<>();
        ((VertxInternal) vertx).getEventLoopGroup().forEach(loop -> loops.add((EventLoop) loop));
        RedisNonceStore nonces = new RedisNonceStore(link, Duration.ZERO, Duration.ofMinutes(5), false);
        RedisProbe probe = new RedisProbe(link, nonces, contact, doorbell.channel(), loops, REDIS, timer);
        closing.add(0, probe::close);
        probe.begin();
        return store(link, contact, lease);
    }

    private RedisJobStore store(RedisLink link, Contact contact, Duration lease) {
        JobConfig config = TestRedis.jobConfig(Map.of("lease", lease.toMillis() + "ms"));
        return new RedisJobStore(link, doorbell, contact, config, false);
    }

    private RedisLink link(String uri) {
        RedisLink link = new RedisLink(TestClients.of(vertx, uri), REDIS, RedisObserver.NONE);
        closing.add(link::close);
        return link;
    }

    private static <T> T get(Uni<T> answer) {
        return answer.await().atMost(Duration.ofSeconds(10));
    }
}
