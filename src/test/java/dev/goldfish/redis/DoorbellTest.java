package dev.goldfish.redis;

import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a replica goes on hearing what Redis tells of jobs. */
class DoorbellTest {
    private static final String USER = "ACL SETUSER goldfish on >password ~* +@all";
    private static final String MEMBER = Keys.owner("client-001") + ":job";

    private final Vertx vertx = Vertx.vertx();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private static final String CHANNEL = Doorbell.channelOf(0, "server");

    private final OwnRedis redis = new OwnRedis();
    private final AtomicInteger rings = new AtomicInteger();

    @AfterEach
    void close() {
        timer.shutdownNow();
        redis.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aSubscriptionThatWasRefusedIsTriedAgain() {
        redis.command(USER + " resetchannels");
        Doorbell doorbell = listen(redis.uri("goldfish", "password"));
        await("it was refused").until(() -> redis.command("ACL LOG").contains("channel"));

        redis.command(USER + " allchannels");

        await().until(doorbell::isSubscribed);
        awaitRing();
        doorbell.close();
    }

    /** Neither end hears of it: nothing comes any more. */
    @Test
    void aConnectionThatFallsSilentIsReplaced() {
        try (RedisProxy silenced = new RedisProxy(redis.port())) {
            Doorbell doorbell = listen(silenced.uri());
            await().until(doorbell::isSubscribed);
            awaitRing();

            silenced.silence();

            await().until(() -> !doorbell.isSubscribed());
            await().until(doorbell::isSubscribed);
            awaitRing();
            doorbell.close();
        }
    }

    @Test
    void aRedisThatWasAwayIsHeardAgain() {
        Doorbell doorbell = listen(redis.uri());
        await().until(doorbell::isSubscribed);

        redis.restart();

        awaitRing();
        doorbell.close();
    }

    private Doorbell listen(String uri) {
        Doorbell doorbell = new Doorbell(TestClients.of(vertx, uri), Duration.ofMillis(500), timer, CHANNEL);
        doorbell.onRing((kind, member) -> rings.incrementAndGet());
        doorbell.listen();
        return doorbell;
    }

    private void awaitRing() {
        int before = rings.get();
        await().until(() -> {
            redis.command("PUBLISH " + CHANNEL + " \"ready " + MEMBER + "\"");
            return rings.get() > before;
        });
    }
}
