package dev.goldfish.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.goldfish.access.Nonce;
import dev.goldfish.access.Rate;
import dev.goldfish.access.Spending;
import io.netty.channel.EventLoop;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When a replica says of itself that calls are let in, and what it says is missing. */
class RedisProbeTest {
    private static final Map<String, String> SETTINGS = Map.of("down-after", "1s", "timeout", "500ms");
    private static final String USER = "ACL SETUSER goldfish on >password ~goldfish:* &goldfish:* +@all";

    private final Vertx vertx = Vertx.vertx();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final OwnRedis redis = new OwnRedis();
    private final List<Runnable> closing = new ArrayList<>();
    private @Nullable RedisNonceStore nonces;

    @AfterEach
    void close() {
        closing.forEach(Runnable::run);
        timer.shutdownNow();
        redis.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void theFirstCallOfAllIsLetInOnceAReplicaIsUp() {
        RedisProbe probe = begin(redis.uri(), Duration.ofSeconds(2));
        await().until(() -> "the memory of spent nonces has just begun: calls are let in soon".equals(probe.problem()));
        assertThat(probe.isUp()).isFalse();

        await().until(probe::isUp);

        assertThat(spend()).isInstanceOf(Spending.Fresh.class);
        assertThat(probe.problem()).isNull();
    }

    /** Nobody else asks it anything. */
    @Test
    void theMemoryOfARestartedRedisBeginsWithoutACall() {
        RedisProbe probe = begin(redis.uri(), Duration.ofMinutes(-1));
        await().until(probe::isUp);

        redis.restart();

        await().until(() -> redis.command("DBSIZE").equals(":" + 2 * Keys.PARTITIONS.size() + "\r\n"));
        await().until(probe::isUp);
    }

    @Test
    void aUserWithoutTheRightToRunScriptsIsNamed() {
        redis.command(USER + " -eval -evalsha");
        RedisProbe probe = begin(redis.uri("goldfish", "password"), Duration.ofMinutes(-1));
        await().until(() -> said(probe, "its user lacks a right", "'evalsha'"));
        assertThat(probe.isUp()).isFalse();

        redis.command(USER);

        await().until(probe::isUp);
        redis.command(USER + " -eval -evalsha");
        await().until(() -> !probe.isUp());
    }

    /** Calls would be let in, and jobs would not start. */
    @Test
    void everyRightThatAScriptNeedsIsAskedFor() {
        redis.command(USER + " -hset -publish");
        RedisProbe probe = begin(redis.uri("goldfish", "password"), Duration.ofMinutes(-1));

        await().until(() -> said(probe, "its user lacks the rights +hset +publish"));
        assertThat(probe.isUp()).isFalse();
    }

    @Test
    void aWrongPasswordIsNamed() {
        redis.command(USER);
        RedisProbe probe = begin(redis.uri("goldfish", "another"), Duration.ofMinutes(-1));

        await().until(() -> said(probe, "it refuses the login", "WRONGPASS"));
        assertThat(probe.isUp()).isFalse();
    }

    @Test
    void aRedisThatBecameAReplicaIsNamed() {
        RedisProbe probe = begin(redis.uri(), Duration.ofMinutes(-1));
        await().until(probe::isUp);

        redis.command("REPLICAOF 127.0.0.1 1");
        // Redis closes connections when it becomes one, which is seen first.
        await().until(() -> !probe.isUp() && said(probe, "it is a replica"));

        redis.command("REPLICAOF NO ONE");
        await().until(probe::isUp);
    }

    /** It lets calls in, and forgets them when its primary sends what it knows. */
    @Test
    void aReplicaThatTakesWritesIsNoneTheLess() {
        redis.command("CONFIG SET replica-read-only no");
        redis.command("REPLICAOF 127.0.0.1 1");
        RedisProbe probe = begin(redis.uri(), Duration.ofMinutes(-1));

        await().until(() -> said(probe, "it is a replica"));
        assertThat(probe.isUp()).isFalse();
    }

    @Test
    void aFullRedisLetsNobodyIn() {
        RedisProbe probe = begin(redis.uri(), Duration.ofMinutes(-1));
        await().until(probe::isUp);

        redis.command("CONFIG SET maxmemory 1");

        await().until(() -> !probe.isUp() && said(probe, "it is out of memory"));
    }

    /** Its answer is waited for longer than a replica without any counts as up. */
    @Test
    void oneSilentConnectionAmongOthersLeavesAReplicaUp() {
        try (RedisProxy proxy = new RedisProxy(redis.port())) {
            RedisProbe probe = begin(proxy.uri(), Duration.ofMinutes(-1), Map.of("down-after", "2s", "timeout", "1m"));
            await().until(probe::isUp);

            proxy.silenceOne();

            await().during(Duration.ofSeconds(6)).atMost(Duration.ofSeconds(30)).until(probe::isUp);
        }
    }

    @Test
    void anOlderRedisIsNamed() {
        try (RedisProxy older = RedisProxy.toVersion62(redis.port())) {
            RedisProbe probe = begin(older.uri(), Duration.ofMinutes(-1));

            await().until(() -> said(probe, "it is of version 6.2.14, not 7.0 or newer"));
            assertThat(probe.isUp()).isFalse();
        }
    }

    private static boolean said(RedisProbe probe, String... parts) {
        String problem = probe.problem();
        return problem != null && List.of(parts).stream().allMatch(problem::contains);
    }

    private RedisProbe begin(String uri, Duration allowance) {
        return begin(uri, allowance, SETTINGS);
    }

    private RedisProbe begin(String uri, Duration allowance, Map<String, String> settings) {
        RedisConfig config = TestRedis.redisConfig(settings);
        RedisLink link = new RedisLink(TestClients.of(vertx, uri), config, RedisObserver.NONE);
        nonces = new RedisNonceStore(link, allowance, Duration.ofMinutes(5), false);
        List<EventLoop> loops = new ArrayList<>();
        ((VertxInternal) vertx).getEventLoopGroup().forEach(loop -> loops.add((EventLoop) loop));
        RedisProbe probe = new RedisProbe(
                link, nonces, new Contact(Duration.ofSeconds(1)), "goldfish:doorbell:0:server", loops, config, timer);
        closing.add(probe::close);
        closing.add(link::close);
        probe.begin();
        return probe;
    }

    /** A message that is signed now. */
    private Spending spend() {
        Nonce nonce = new Nonce("client-001", "a-nonce", System.currentTimeMillis(), new Rate(0, Duration.ZERO), 1);
        return Uni.createFrom().completionStage(nonces.spend(nonce)).await().atMost(Duration.ofSeconds(10));
    }
}
