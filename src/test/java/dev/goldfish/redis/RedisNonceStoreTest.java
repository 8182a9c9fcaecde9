package dev.goldfish.redis;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.goldfish.access.Nonce;
import dev.goldfish.access.Rate;
import dev.goldfish.access.Spending;
import dev.goldfish.access.Spending.Forgotten;
import dev.goldfish.access.Spending.Fresh;
import dev.goldfish.access.Spending.OverRate;
import dev.goldfish.access.Spending.Replayed;
import dev.goldfish.protocol.UnavailableException;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What three replicas remember together, and what they do when that memory is lost. */
class RedisNonceStoreTest {
    private static final Duration LIFETIME = Duration.ofMinutes(5);
    private static final Rate NO_LIMIT = new Rate(0, Duration.ZERO);

    private final AtomicInteger roundTrips = new AtomicInteger();
    private final RedisObserver observer = (command, nanos) -> {
        if (command.equals("admit")) {
            roundTrips.incrementAndGet();
        }
    };
    private final TestRedis redis = new TestRedis();
    private final List<RedisNonceStore> replicas =
            List.of(store(Duration.ZERO), store(Duration.ZERO), store(Duration.ZERO));

    @BeforeEach
    void theMemoryBegins() {
        Keys.PARTITIONS.forEach(partition -> done(replicas.get(0).begin(partition)));
        tick();
    }

    @AfterEach
    void close() {
        redis.send(Command.CONFIG, "SET", "maxmemory", "0");
        redis.close();
    }

    @Test
    void ofAHundredCopiesAtThreeReplicasOneIsFresh() {
        List<CompletionStage<Spending>> copies = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            copies.add(replicas.get(i % 3).spend(nonce("a", "copied-nonce", Duration.ZERO)));
        }

        List<Spending> spent = copies.stream().map(RedisNonceStoreTest::done).toList();

        assertThat(spent.stream().collect(groupingBy(Object::getClass, counting())))
                .isEqualTo(Map.of(Fresh.class, 1L, Replayed.class, 99L));
    }

    @Test
    void messagesOfOneTurnShareARoundTrip() {
        List<Spending> spendings = inOneTurn(
                new RedisNonceStore(redis.link(observer), Duration.ZERO, false),
                List.of(
                        nonce("a", "first-nonce", Duration.ZERO),
                        nonce("a", "second-nonce", Duration.ZERO),
                        nonce("a", "first-nonce", Duration.ZERO),
                        nonce("a", "too-old-nonce", Duration.ofMinutes(4)),
                        rated("a", "third-nonce", new Rate(0.1, Duration.ZERO)),
                        rated("a", "fourth-nonce", new Rate(0.1, Duration.ZERO)),
                        nonce("a", "last-nonce", Duration.ZERO)));

        assertThat(spendings)
                .extracting(Object::getClass)
                .containsExactly(
                        Fresh.class,
                        Fresh.class,
                        Replayed.class,
                        Forgotten.class,
                        Fresh.class,
                        OverRate.class,
                        Fresh.class);
        assertThat(roundTrips).hasValue(1);
        assertThat(nonceKeys()).isEqualTo(4);
    }

    @Test
    void aTracedMessageHasARoundTripOfItsOwn() {
        inOneTurn(
                new RedisNonceStore(redis.link(observer), Duration.ZERO, true),
                List.of(nonce("a", "first-nonce", Duration.ZERO), nonce("a", "second-nonce", Duration.ZERO)));

        assertThat(roundTrips).hasValue(2);
    }

    private List<Spending> inOneTurn(RedisNonceStore store, List<Nonce> nonces) {
        return redis.inOneTurn(() -> nonces.stream().map(store::spend).toList());
    }

    @Test
    void anotherClientsNonceIsAnotherNonce() {
        assertThat(spend(nonce("a", "the-same-nonce", Duration.ZERO))).isInstanceOf(Fresh.class);
        assertThat(spend(nonce("b", "the-same-nonce", Duration.ZERO))).isInstanceOf(Fresh.class);
    }

    @Test
    void remembersANonceAsLongAsItIsTold() {
        spend(nonce("a", "remembered", Duration.ZERO));

        assertThat(redis.send(Command.PTTL, nonceKey("remembered")).toLong())
                .isBetween(LIFETIME.toMillis() - 10_000, LIFETIME.toMillis());
    }

    @Test
    void whatWasSignedBeforeAWipeIsRefusedAfterIt() {
        spend(nonce("a", "captured", Duration.ZERO));
        redis.send(Command.FLUSHDB);
        tick();

        assertThat(spend(nonce("a", "captured", Duration.ofSeconds(1))))
                .isInstanceOfSatisfying(
                        Forgotten.class,
                        forgotten ->
                                assertThat(forgotten.left()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2)));
        tick();
        assertThat(spend(nonce("a", "anew", Duration.ZERO))).isInstanceOf(Fresh.class);
        assertThat(spend(nonce("a", "captured", Duration.ofSeconds(60)))).isInstanceOf(Forgotten.class);
        assertThat(nonceKeys()).isEqualTo(1);
    }

    @Test
    void whatWasSignedBeforeAnotherProcessTookOverIsRefused() {
        spend(nonce("a", "captured", Duration.ZERO));
        String epoch = Keys.epoch(Keys.partition("a"));
        String here = redis.send(Command.GET, epoch).toString();
        redis.send(Command.SET, epoch, "0".repeat(40) + here.substring(40));
        redis.send(Command.DEL, nonceKey("captured"));
        tick();

        assertThat(spend(nonce("a", "captured", Duration.ofSeconds(1)))).isInstanceOf(Forgotten.class);
        assertThat(redis.send(Command.GET, epoch).toString()).startsWith(here.substring(0, 41));
    }

    @Test
    void theAllowanceCoversClientsWhoseClockIsAhead() {
        RedisNonceStore cautious = store(Duration.ofSeconds(60));
        redis.send(Command.FLUSHDB);

        assertThat(done(cautious.spend(nonce("a", "captured", Duration.ofSeconds(-59)))))
                .isInstanceOf(Forgotten.class);
        assertThat(done(cautious.spend(nonce("a", "anew-nonce", Duration.ofSeconds(-61)))))
                .isInstanceOf(Fresh.class);
    }

    @Test
    void theMemoryOfEveryPartitionBeginsWithTheConnection() {
        redis.send(Command.FLUSHDB);
        RedisLink fresh = redis.link();
        new RedisNonceStore(fresh, Duration.ZERO, false);

        done(fresh.send("ping", io.vertx.redis.client.Request.cmd(Command.PING)));

        await().untilAsserted(() -> assertThat(
                        redis.send(Command.KEYS, "goldfish:{j??}:epoch").size())
                .isEqualTo(16));
    }

    @Test
    void theBeginningOfAMemoryNeverExpires() {
        spend(nonce("a", "whatever", Duration.ZERO));

        assertThat(redis.send(Command.TTL, Keys.epoch(Keys.partition("a"))).toLong())
                .isEqualTo(-1);
    }

    @Test
    void aClientHasItsRateAtAllReplicasTogether() {
        Rate five = new Rate(0.1, Duration.ofSeconds(50));

        assertThat(spent("a", five, 20)).isEqualTo(5);
        assertThat(spent("b", five, 20)).isEqualTo(5);
    }

    @Test
    void theWaitIsUntilTheNextToken() {
        Rate onePerMinute = new Rate(1 / 60.0, Duration.ZERO);
        assertThat(spend(rated("a", "first-nonce", onePerMinute))).isInstanceOf(Fresh.class);

        assertThat(spend(rated("a", "second-nonce", onePerMinute)))
                .isInstanceOfSatisfying(
                        OverRate.class,
                        over -> assertThat(over.left()).isBetween(Duration.ofSeconds(50), Duration.ofSeconds(60)));
    }

    @Test
    void tokensComeBack() {
        Rate twenty = new Rate(20, Duration.ZERO);
        assertThat(spend(rated("a", "first-nonce", twenty))).isInstanceOf(Fresh.class);
        assertThat(spend(rated("a", "second-nonce", twenty))).isInstanceOf(OverRate.class);

        await().pollInterval(Duration.ofMillis(10))
                .atMost(Duration.ofSeconds(5))
                .until(() -> spend(rated("a", "second-nonce", twenty)) instanceof Fresh);
    }

    @Test
    void whoIsOverTheRateLeavesNothingBehind() {
        Rate one = new Rate(0.1, Duration.ZERO);
        spend(rated("a", "first-nonce", one));
        long before = redis.send(Command.DBSIZE).toLong();

        for (int i = 0; i < 50; i++) {
            spend(rated("a", "flooding-" + i, one));
        }

        assertThat(redis.send(Command.DBSIZE).toLong()).isEqualTo(before);
    }

    @Test
    void aReplayTakesNoToken() {
        Rate two = new Rate(0.1, Duration.ofSeconds(20));
        spend(rated("a", "first-nonce", two));
        for (int i = 0; i < 10; i++) {
            assertThat(spend(rated("a", "first-nonce", two))).isInstanceOf(Replayed.class);
        }

        assertThat(spend(rated("a", "second-nonce", two))).isInstanceOf(Fresh.class);
    }

    @Test
    void aClockThatWasSetBackLocksNobodyOut() {
        Rate one = new Rate(1, Duration.ofSeconds(1));
        String farAhead = Long.toString((System.currentTimeMillis() + 3_600_000) * 1_000);
        redis.send(Command.SET, Keys.rate(Keys.partition("a"), Keys.owner("a")), farAhead);

        assertThat(spend(rated("a", "first-nonce", one)))
                .isInstanceOfSatisfying(
                        OverRate.class, over -> assertThat(over.left()).isLessThanOrEqualTo(Duration.ofSeconds(1)));
    }

    @Test
    void aFullRedisSpendsNothing() {
        redis.send(Command.CONFIG, "SET", "maxmemory", "1");

        Throwable failure = done(
                replicas.get(0).spend(nonce("a", "whatever", Duration.ZERO)).handle((spending, why) -> why));

        assertThat(failure).isInstanceOf(UnavailableException.class);
        redis.send(Command.CONFIG, "SET", "maxmemory", "0");
        assertThat(nonceKeys()).isZero();
    }

    private RedisNonceStore store(Duration allowance) {
        return new RedisNonceStore(redis.link(), allowance, false);
    }

    private int spent(String client, Rate rate, int calls) {
        int fresh = 0;
        for (int i = 0; i < calls; i++) {
            Spending spending = done(replicas.get(i % 3).spend(rated(client, "nonce-" + i, rate)));
            fresh += spending instanceof Fresh ? 1 : 0;
        }
        return fresh;
    }

    private Spending spend(Nonce nonce) {
        return done(replicas.get(0).spend(nonce));
    }

    private static Nonce nonce(String client, String value, Duration age) {
        return new Nonce(client, value, age, LIFETIME, NO_LIMIT);
    }

    private static Nonce rated(String client, String value, Rate rate) {
        return new Nonce(client, value, Duration.ZERO, LIFETIME, rate);
    }

    private static String nonceKey(String value) {
        return Keys.nonce(Keys.partition("a"), "a", value);
    }

    private long nonceKeys() {
        return redis.send(Command.KEYS, "goldfish:*nonce*").size();
    }

    /** Has Redis' clock move on by a millisecond at least: what is signed in the one of a beginning is refused. */
    private void tick() {
        long now = millis();
        await().pollInterval(Duration.ofMillis(1)).until(() -> millis() > now);
    }

    private long millis() {
        var time = redis.send(Command.TIME);
        return time.get(0).toLong() * 1_000 + time.get(1).toLong() / 1_000;
    }

    private static <T> T done(CompletionStage<T> stage) {
        return Uni.createFrom().completionStage(stage).await().atMost(Duration.ofSeconds(10));
    }
}
