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
import dev.goldfish.access.Spending.Stale;
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
    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofSeconds(20);
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
                new RedisNonceStore(redis.link(observer), Duration.ZERO, WINDOW, false),
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
                new RedisNonceStore(redis.link(observer), Duration.ZERO, WINDOW, true),
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
    void remembersANonceUntilItsMessageIsStaleAndAMinuteMore() {
        RedisNonceStore store = store(WINDOW.negated());
        Keys.PARTITIONS.forEach(partition -> redis.send(Command.DEL, Keys.epoch(partition)));
        for (int minutes : new int[] {-4, 0, 4}) {
            Nonce nonce = nonce("a", "remembered-" + minutes, Duration.ofMinutes(-minutes));
            assertThat(done(store.spend(nonce))).isInstanceOf(Fresh.class);

            assertThat(millis()
                            + redis.send(Command.PTTL, nonceKey(nonce.value())).toLong())
                    .isBetween(nonce.tsMs() + WINDOW.toMillis() + 50_000, nonce.tsMs() + WINDOW.toMillis() + 70_000);
        }
    }

    @Test
    void holdsTheWindowToTheMillisecondByRedisClock() {
        RedisNonceStore store = store(WINDOW.multipliedBy(-2));
        Keys.PARTITIONS.forEach(partition -> redis.send(Command.DEL, Keys.epoch(partition)));

        assertThat(done(store.spend(nonce("a", "old-enough", WINDOW.plusMillis(1)))))
                .isInstanceOf(Stale.class);
        assertThat(done(store.spend(nonce("a", "far-future", WINDOW.negated().minusSeconds(5)))))
                .isInstanceOf(Stale.class);
        assertThat(done(store.spend(nonce("a", "farthest-past", Duration.ofMillis(millis())))))
                .isInstanceOf(Stale.class);
        assertThat(done(store.spend(new Nonce("a", "farthest-future", Long.MAX_VALUE, NO_LIMIT, 1))))
                .isInstanceOf(Stale.class);
        assertThat(nonceKeys()).isZero();
        assertThat(done(store.spend(nonce("a", "just-in-time", WINDOW.minusSeconds(5)))))
                .isInstanceOf(Fresh.class);
        assertThat(done(store.spend(nonce("a", "just-not-too-early", WINDOW.negated()))))
                .isInstanceOf(Fresh.class);
    }

    @Test
    void aLongerWindowAdmitsNothingThatAShorterOneForgot() {
        RedisNonceStore shorter = redis.nonces(Duration.ZERO, SHORT);
        startOver(shorter, Duration.ofMinutes(-10));
        Nonce captured = nonce("a", "captured", Duration.ZERO);
        assertThat(done(shorter.spend(captured))).isInstanceOf(Fresh.class);
        forget("captured", Duration.ofMinutes(2));

        // Signed two minutes ago, spent under the short window, forgotten since.
        assertThat(spend(aged(captured, Duration.ofMinutes(2)))).isInstanceOf(Forgotten.class);
        assertThat(spend(nonce("a", "anew", Duration.ZERO))).isInstanceOf(Fresh.class);
        assertThat(spend(aged(captured, Duration.ofMinutes(2)))).isInstanceOf(Forgotten.class);
    }

    @Test
    void aShorterWindowKeepsNoncesForTheLongerOne() {
        spend(nonce("a", "of-the-longer", Duration.ZERO));
        RedisNonceStore shorter = redis.nonces(Duration.ZERO, SHORT);

        assertThat(done(shorter.spend(nonce("a", "captured", Duration.ZERO)))).isInstanceOf(Fresh.class);

        assertThat(redis.send(Command.PTTL, nonceKey("captured")).toLong()).isGreaterThan(WINDOW.toMillis());
    }

    @Test
    void aWindowShrinksWhenNobodyAsksForItAnyMore() {
        RedisNonceStore shorter = redis.nonces(Duration.ZERO, SHORT);
        String window = Keys.window(Keys.partition("a"));
        long longAgo = millis() - WINDOW.toMillis() - Duration.ofMinutes(3).toMillis();
        redis.send(Command.SET, window, WINDOW.toMillis() + " " + longAgo);

        done(shorter.spend(nonce("a", "captured", Duration.ZERO)));

        assertThat(redis.send(Command.GET, window).toString()).startsWith(SHORT.toMillis() + " ");
        assertThat(redis.send(Command.PTTL, nonceKey("captured")).toLong()).isLessThan(WINDOW.toMillis());
    }

    @Test
    void whoeverAsksForAWindowKeepsItFromShrinking() {
        String window = Keys.window(Keys.partition("a"));
        redis.send(Command.SET, window, WINDOW.toMillis() + " " + (millis() - 90_000));

        spend(nonce("a", "captured", Duration.ZERO));

        String[] kept = redis.send(Command.GET, window).toString().split(" ");
        assertThat(Long.parseLong(kept[1])).isBetween(millis() - 10_000, millis());
    }

    @Test
    void whatRedisForgotWhileItsClockWasAheadIsRefused() {
        startOver(replicas.get(0), Duration.ofMinutes(-10));
        spend(nonce("a", "captured", Duration.ZERO));
        redis.send(Command.DEL, nonceKey("captured"));
        // As a clock leaves it that was ahead by six minutes and is set back.
        String window = Keys.window(Keys.partition("a"));
        redis.send(
                Command.SET,
                window,
                WINDOW.toMillis() + " " + (millis() + Duration.ofMinutes(6).toMillis()));

        assertThat(spend(nonce("a", "captured", Duration.ZERO))).isInstanceOf(Forgotten.class);
    }

    /** Has the memory of all partitions begun so long ago. */
    private void startOver(RedisNonceStore store, Duration began) {
        Keys.PARTITIONS.forEach(partition -> {
            redis.send(Command.DEL, Keys.window(partition));
            done(store.begin(partition));
            String epoch = Keys.epoch(partition);
            String history = redis.send(Command.GET, epoch).toString().split(" ")[0];
            redis.send(Command.SET, epoch, history + " " + (millis() + began.toMillis()));
        });
    }

    /** Leaves Redis as it would be if so much time had passed since the nonce was spent. */
    private void forget(String nonce, Duration later) {
        String key = nonceKey(nonce);
        if (redis.send(Command.PTTL, key).toLong() < later.toMillis()) {
            redis.send(Command.DEL, key);
        }
    }

    private static Nonce aged(Nonce nonce, Duration time) {
        return new Nonce(nonce.clientId(), nonce.value(), nonce.tsMs() - time.toMillis(), nonce.rate(), nonce.cost());
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
        new RedisNonceStore(fresh, Duration.ZERO, WINDOW, false);

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
        Rate half = new Rate(0.5, Duration.ofSeconds(1));
        long ahead = (System.currentTimeMillis() + 60_000) * 1_000;
        redis.send(
                Command.SET,
                Keys.bucket(Keys.partition("a"), Keys.owner("a")),
                ahead + " " + half.intervalMicros() + " " + ahead);

        assertThat(spend(rated("a", "first-nonce", half))).isInstanceOf(Fresh.class);
        assertThat(spend(rated("a", "second-nonce", half)))
                .isInstanceOfSatisfying(
                        OverRate.class, over -> assertThat(over.left()).isLessThanOrEqualTo(Duration.ofSeconds(2)));
        await().atMost(Duration.ofSeconds(10)).until(() -> spend(rated("a", "second-nonce", half)) instanceof Fresh);
    }

    @Test
    void aRateThatWasRaisedHoldsAtOnce() {
        spend(rated("a", "first-nonce", new Rate(0.001, Duration.ZERO)));
        assertThat(spend(rated("a", "second-nonce", new Rate(0.001, Duration.ZERO))))
                .isInstanceOf(OverRate.class);

        assertThat(spend(rated("a", "second-nonce", new Rate(100, Duration.ZERO))))
                .isInstanceOf(Fresh.class);
    }

    @Test
    void twoRatesOfOneClientMakeNoneOfThemUnlimited() {
        Rate low = new Rate(0.001, Duration.ZERO);
        Rate high = new Rate(0.01, Duration.ZERO);
        int fresh = 0;
        for (int i = 0; i < 20; i++) {
            fresh += spend(rated("a", "low-" + i, low)) instanceof Fresh ? 1 : 0;
            fresh += spend(rated("a", "high-" + i, high)) instanceof Fresh ? 1 : 0;
        }

        assertThat(fresh).isEqualTo(2);
    }

    @Test
    void callsOfDifferentCostShareOneRate() {
        Rate rate = new Rate(20, Duration.ofMillis(500));
        int dear = 25;
        long began = System.nanoTime();
        int[] taken = new int[1];
        int[] calls = new int[1];

        await().pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(60))
                .until(() -> {
                    for (int cost : List.of(dear, 1)) {
                        Spending spending = spend(rated("a", "nonce-" + calls[0]++, rate, cost));
                        taken[0] += spending instanceof Fresh ? cost : 0;
                    }
                    return System.nanoTime() - began > Duration.ofSeconds(3).toNanos();
                });

        double seconds = (System.nanoTime() - began) / 1e9;
        assertThat(taken[0]).isBetween(dear, (int) (dear + rate.perSecond() * seconds));
    }

    @Test
    void aCallThatCostsMoreThanABurstLeavesADebt() {
        Rate rate = new Rate(0.1, Duration.ofSeconds(20));
        assertThat(spend(rated("a", "first-nonce", rate, 20))).isInstanceOf(Fresh.class);

        assertThat(spend(rated("a", "second-nonce", rate, 1)))
                .isInstanceOfSatisfying(
                        OverRate.class,
                        over -> assertThat(over.left()).isBetween(Duration.ofSeconds(180), Duration.ofSeconds(190)));
        assertThat(spend(rated("a", "third-nonce", rate, 20)))
                .isInstanceOfSatisfying(
                        OverRate.class, over -> assertThat(over.left()).isGreaterThan(Duration.ofSeconds(190)));
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
        return redis.nonces(allowance, WINDOW);
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

    private Nonce nonce(String client, String value, Duration age) {
        return new Nonce(client, value, millis() - age.toMillis(), NO_LIMIT, 1);
    }

    private Nonce rated(String client, String value, Rate rate) {
        return rated(client, value, rate, 1);
    }

    private Nonce rated(String client, String value, Rate rate, int cost) {
        return new Nonce(client, value, millis(), rate, cost);
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
