package dev.goldfish.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.goldfish.access.Door;
import dev.goldfish.access.NonceStore;
import dev.goldfish.access.Verdict;
import dev.goldfish.protocol.Envelope;
import dev.goldfish.protocol.ErrorCode;
import dev.goldfish.redis.TestRedis;
import dev.goldfish.server.RawConnection;
import dev.goldfish.server.TestCaller;
import dev.goldfish.signing.EnvelopeCodec;
import dev.goldfish.signing.SignedEnvelope;
import io.vertx.redis.client.Command;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Recorded messages at several replicas, whose only common memory is Redis, and at clocks that have moved on. */
class ReplayReplicasAttackTest {
    private static final int COPIES = 100;

    @RegisterExtension
    final Row row = new Row();

    private final TestRedis redis = new TestRedis();

    @AfterEach
    void close() {
        redis.close();
    }

    @Attack("A39")
    @Test
    void copiesToAllReplicasAtOnce() {
        List<Door> replicas =
                IntStream.range(0, 4).mapToObj(i -> door(Duration.ZERO)).toList();
        replicas.forEach(replica -> await().until(() -> admits(replica)));
        Envelope envelope = signed(System.currentTimeMillis());

        List<CompletableFuture<Verdict>> copies = IntStream.range(0, COPIES)
                .mapToObj(i -> replicas.get(i % replicas.size())
                        .admit(SignedEnvelope.of(envelope), "127.0.0.1")
                        .toCompletableFuture())
                .toList();
        List<Verdict> verdicts = copies.stream().map(TestCaller::join).toList();

        row.promises("1 ok + 99x409");
        row.allows(ErrorCode.REPLAYED_NONCE);
        assertThat(verdicts).filteredOn(Verdict.Admitted.class::isInstance).hasSize(1);
        assertThat(verdicts)
                .filteredOn(verdict -> error(verdict) == ErrorCode.REPLAYED_NONCE)
                .hasSize(COPIES - 1);
    }

    @Attack("A42")
    @Test
    void aMessageOfTheFutureAgainWhenItsTimeHasCome() {
        long ahead = DoorSetup.WINDOW.toMillis() - 5_000;
        Envelope envelope = signed(System.currentTimeMillis() + ahead);
        assertThat(admit(door(Duration.ZERO), envelope)).isInstanceOf(Verdict.Admitted.class);

        for (Duration later : List.of(
                Duration.ZERO,
                DoorSetup.WINDOW,
                DoorSetup.WINDOW.multipliedBy(2).minusSeconds(10))) {
            assertRefused(later, envelope, ErrorCode.REPLAYED_NONCE);
        }
        assertRefused(DoorSetup.WINDOW.multipliedBy(2).plusMinutes(1), envelope, ErrorCode.STALE_TIMESTAMP);
        row.allows(ErrorCode.STALE_TIMESTAMP.httpStatus());
        String nonce = redis.send(Command.KEYS, "*nonce*").get(0).toString();
        assertThat(redis.send(Command.PTTL, nonce).toLong())
                .as("the nonce is remembered for as long as its message could come")
                .isGreaterThan(ahead + DoorSetup.WINDOW.toMillis());
    }

    @Attack("A70")
    @Test
    void aForgottenMessageAfterARestartWithALongerWindow() {
        NonceStore shorter = redis.nonces(Duration.ZERO, Duration.ofSeconds(1));
        await().until(() -> admits(DoorSetup.door(shorter, Clock.systemUTC())));
        // As if these replicas had run for an hour: what was spent two minutes ago is forgotten.
        redis.send(Command.KEYS, "goldfish:{j??}:epoch").forEach(epoch -> {
            String history = redis.send(Command.GET, epoch).toString().split(" ")[0];
            redis.send(Command.SET, epoch, history + " " + (System.currentTimeMillis() - 3_600_000));
        });
        Envelope recorded = signed(System.currentTimeMillis() - 120_000);
        Door longer = DoorSetup.door(redis.nonces(Duration.ZERO, DoorSetup.WINDOW), Clock.systemUTC());

        row.allows(ErrorCode.STALE_TIMESTAMP);
        assertThat(error(admit(longer, recorded))).isEqualTo(ErrorCode.STALE_TIMESTAMP);
        assertThat(admits(longer)).as("what is signed now").isTrue();
        assertThat(error(admit(longer, recorded))).isEqualTo(ErrorCode.STALE_TIMESTAMP);
    }

    @Attack("A71")
    @Test
    void aMessageAfterALossAtAReplicaWhoseClockIsBehind() {
        NonceStore nonces = redis.nonces(Duration.ZERO, DoorSetup.WINDOW);
        Door behind = DoorSetup.door(nonces, Clock.offset(Clock.systemUTC(), Duration.ofSeconds(-30)));
        await().until(() -> admits(behind));
        Envelope recorded = signed(System.currentTimeMillis());
        assertThat(admit(behind, recorded)).isInstanceOf(Verdict.Admitted.class);

        redis.send(Command.FLUSHDB);

        row.allows(ErrorCode.STALE_TIMESTAMP);
        assertThat(error(admit(behind, recorded))).isEqualTo(ErrorCode.STALE_TIMESTAMP);
        await().until(() -> admits(behind));
        assertThat(error(admit(behind, recorded))).isEqualTo(ErrorCode.STALE_TIMESTAMP);
    }

    /** Messages that are older than the memory of Redis are refused. */
    private static boolean admits(Door door) {
        return admit(door, signed(System.currentTimeMillis())) instanceof Verdict.Admitted;
    }

    private void assertRefused(Duration later, Envelope envelope, ErrorCode code) {
        row.allows(code);
        assertThat(error(admit(door(later), envelope))).as("%s later", later).isEqualTo(code);
    }

    /** Of a replica with connections of its own, whose clock is ahead. */
    private Door door(Duration ahead) {
        return DoorSetup.door(redis.nonces(), Clock.offset(Clock.systemUTC(), ahead));
    }

    private static Verdict admit(Door door, Envelope envelope) {
        return Objects.requireNonNull(door.admit(SignedEnvelope.of(envelope), "127.0.0.1")
                .toCompletableFuture()
                .join());
    }

    private static ErrorCode error(Verdict verdict) {
        return verdict instanceof Verdict.Refused refused
                ? ErrorCode.of(Objects.requireNonNull(refused.outcome().error()))
                : null;
    }

    private static Envelope signed(long tsMs) {
        String text = TestCaller.FIRST.signed(
                TestCaller.FIRST.envelope(Callers.TOOL, Callers.ARGS).put("ts_ms", tsMs));
        return EnvelopeCodec.read(RawConnection.utf8(text)).envelope();
    }
}
