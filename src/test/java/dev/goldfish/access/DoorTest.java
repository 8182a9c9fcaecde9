package dev.goldfish.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goldfish.protocol.Envelope;
import dev.goldfish.protocol.ErrorCode;
import dev.goldfish.protocol.Outcome;
import dev.goldfish.protocol.UnavailableException;
import dev.goldfish.signing.Ed25519Key;
import dev.goldfish.signing.EnvelopeCodec;
import dev.goldfish.signing.SignedEnvelope;
import dev.goldfish.signing.Signer;
import dev.goldfish.signing.SigningKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class DoorTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final Rate RATE = new Rate(100, Duration.ofSeconds(1));
    private static final int LIMIT = 3;
    private static final String REMOTE = "192.0.2.1";
    private static final Credential FIRST = credential("first");
    private static final Credential SECOND = credential("second");
    private static final Credential OF_B = credential("of b");
    private static final Credential OF_SIGNER = credential(Ed25519Key.generate());

    private static final String COSTLY = "costly";

    private final Spent spent = new Spent();
    private final Door door = door(spent);

    /** Nonces by owner. */
    private static final class Spent implements NonceStore {
        final Set<String> nonces = new HashSet<>();
        final Map<String, Rate> rates = new HashMap<>();
        final Map<String, Integer> costs = new HashMap<>();
        int asked;
        Spending next;

        @Override
        public CompletionStage<Spending> spend(Nonce nonce) {
            asked++;
            Spending answer = next;
            next = null;
            if (answer != null) {
                return CompletableFuture.completedStage(answer);
            }
            rates.put(nonce.clientId(), nonce.rate());
            costs.put(nonce.clientId(), nonce.cost());
            return CompletableFuture.completedStage(
                    nonces.add(nonce.clientId() + " " + nonce.value())
                            ? new Spending.Fresh()
                            : new Spending.Replayed());
        }
    }

    @Test
    void admitsWhatIsSignedFreshAndMeantForThisServer() {
        Envelope envelope = signed("a", "server", 0, "nonce-01", FIRST);

        Verdict verdict = admit(door, envelope);

        assertThat(verdict).isInstanceOfSatisfying(Verdict.Admitted.class, admitted -> {
            assertThat(admitted.envelope()).isEqualTo(envelope);
            assertThat(admitted.client().id()).isEqualTo("a");
            assertThat(admitted.credential()).isEqualTo(FIRST);
        });
    }

    @Test
    void saysWhichOfAClientsSecretsSigned() {
        assertThat(admit(door, signed("a", "server", 0, "nonce-01", SECOND)))
                .isInstanceOfSatisfying(
                        Verdict.Admitted.class,
                        admitted -> assertThat(admitted.credential()).isEqualTo(SECOND));
    }

    @Test
    void refusesTheUnknownAndTheForgerAlike() {
        Verdict unknown = admit(door, signed("nobody", "server", 0, "nonce-01", FIRST));
        Verdict forged = admit(door, signed("b", "server", 0, "nonce-02", FIRST));

        assertThat(unknown).isEqualTo(forged);
        assertRefused(unknown, ErrorCode.BAD_SIGNATURE);
        assertThat(((Verdict.Refused) unknown).credential()).isNull();
    }

    @Test
    void anUnknownClientCannotUseTheKeyThatIsTriedInItsPlace() {
        SigningKey zeros = SigningKey.of(new byte[32]);
        assertRefused(
                admit(door, signed("nobody", "server", 0, "nonce-01", new Credential(zeros, zeros))),
                ErrorCode.BAD_SIGNATURE);
        assertRefused(
                admit(door, signed("b", "server", 0, "nonce-01", new Credential(zeros, zeros))),
                ErrorCode.BAD_SIGNATURE);
    }

    @Test
    void refusesASignatureOverOtherContent() {
        Envelope envelope = signed("a", "server", 0, "nonce-01", FIRST);
        Envelope changed = new Envelope(
                envelope.requestId(),
                envelope.tsMs(),
                envelope.clientId(),
                envelope.serverId(),
                envelope.tool(),
                "{\"more\":1}",
                envelope.nonce(),
                envelope.signature());

        assertRefused(admit(door, changed), ErrorCode.BAD_SIGNATURE);
    }

    @Test
    void refusesWhatIsMeantForAnotherServer() {
        Verdict verdict = admit(door, signed("a", "another", 0, "nonce-01", FIRST));

        assertRefused(verdict, ErrorCode.WRONG_SERVER);
        assertThat(((Verdict.Refused) verdict).credential()).isEqualTo(FIRST);
    }

    @Test
    void asksTheStoreAboutEveryTimeThatAClockAMinuteOffAdmits() {
        long farthest = WINDOW.plusMinutes(1).toMillis();

        assertThat(admit(door, signed("a", "server", -farthest, "nonce-01", FIRST)))
                .isInstanceOf(Verdict.Admitted.class);
        assertThat(admit(door, signed("a", "server", farthest, "nonce-02", FIRST)))
                .isInstanceOf(Verdict.Admitted.class);
        assertRefused(admit(door, signed("a", "server", -farthest - 1, "nonce-03", FIRST)), ErrorCode.STALE_TIMESTAMP);
        assertRefused(admit(door, signed("a", "server", farthest + 1, "nonce-04", FIRST)), ErrorCode.STALE_TIMESTAMP);
        assertThat(spent.asked).isEqualTo(2);
    }

    @Test
    void theStoreDecidesAboutTheTime() {
        spent.next = new Spending.Stale();

        assertRefused(admit(door, signed("a", "server", 0, "nonce-01", FIRST)), ErrorCode.STALE_TIMESTAMP);
    }

    @Test
    void refusesTheFarthestTimes() {
        assertRefused(
                admit(door, signed("a", "server", -NOW.toEpochMilli(), "nonce-01", FIRST)), ErrorCode.STALE_TIMESTAMP);
        assertRefused(
                admit(door, signed("a", "server", Long.MAX_VALUE - NOW.toEpochMilli(), "nonce-02", FIRST)),
                ErrorCode.STALE_TIMESTAMP);
    }

    @Test
    void refusesANonceThatThisClientHasUsed() {
        admit(door, signed("a", "server", 0, "nonce-01", FIRST));

        assertRefused(admit(door, signed("a", "server", 5, "nonce-01", SECOND)), ErrorCode.REPLAYED_NONCE);
    }

    @Test
    void anotherClientsNonceIsAnotherNonce() {
        admit(door, signed("a", "server", 0, "nonce-01", FIRST));

        assertThat(admit(door, signed("b", "server", 0, "nonce-01", OF_B))).isInstanceOf(Verdict.Admitted.class);
    }

    @Test
    void spendsNothingForWhoeverIsRefusedBefore() {
        admit(door, signed("nobody", "server", 0, "nonce-01", FIRST));
        admit(door, signed("b", "server", 0, "nonce-01", FIRST));
        admit(door, signed("a", "another", 0, "nonce-01", FIRST));
        admit(door, signed("a", "server", -WINDOW.plusMinutes(2).toMillis(), "nonce-01", FIRST));

        assertThat(spent.nonces).isEmpty();
    }

    @Test
    void theFirstFaultDecides() {
        Credential wrong = credential("wrong");
        admit(door, signed("a", "server", 0, "nonce-01", FIRST));

        assertRefused(admit(door, signed("a", "another", -1_000_000, "nonce-01", wrong)), ErrorCode.BAD_SIGNATURE);
        assertRefused(admit(door, signed("a", "another", -1_000_000, "nonce-01", FIRST)), ErrorCode.WRONG_SERVER);
        assertRefused(admit(door, signed("a", "server", -1_000_000, "nonce-01", FIRST)), ErrorCode.STALE_TIMESTAMP);
    }

    @Test
    void staysShutWhileNoncesCannotBeSpent() {
        Door cutOff = door(nonce -> CompletableFuture.failedStage(new UnavailableException("Redis is away", null)));

        Verdict verdict = admit(cutOff, signed("a", "server", 0, "nonce-01", FIRST));

        assertRefused(verdict, ErrorCode.UNAVAILABLE);
        assertThat(((Verdict.Refused) verdict).credential()).isEqualTo(FIRST);
    }

    @Test
    void asksForTheClientsOwnRateOrTheServers() {
        admit(door, signed("a", "server", 0, "nonce-01", FIRST));
        admit(door, signed("b", "server", 0, "nonce-01", OF_B));

        assertThat(spent.rates).containsEntry("a", RATE).containsEntry("b", new Rate(2.5, RATE.burst()));
    }

    @Test
    void whoCallsTooOftenIsToldWhenToComeAgain() {
        spent.next = new Spending.OverRate(Duration.ofMillis(1_001));

        Verdict verdict = admit(door, signed("a", "server", 0, "nonce-01", FIRST));

        assertThat(verdict)
                .isEqualTo(new Verdict.Refused(
                        Outcome.refused(
                                ErrorCode.TOO_MANY_REQUESTS, "this client calls too often", Duration.ofSeconds(2)),
                        FIRST));
    }

    @Test
    void whoCallsTooOftenIsRefusedWithoutTheStoreUntilThen() {
        spent.next = new Spending.OverRate(Duration.ofMinutes(1));
        admit(door, signed("a", "server", 0, "nonce-01", FIRST));

        Verdict again = admit(door, signed("a", "server", 0, "nonce-02", FIRST));

        assertThat(((Verdict.Refused) again).outcome().httpStatus()).isEqualTo(429);
        assertThat(spent.asked).isEqualTo(1);
        assertThat(admit(door, signed("b", "server", 0, "nonce-01", OF_B))).isInstanceOf(Verdict.Admitted.class);
    }

    @Test
    void whoseRateWasChangedIsAskedForAgainAtOnce() {
        AtomicReference<Double> rate = new AtomicReference<>(0.001);
        Door changing = door(
                spent,
                () -> new ClientRegistry(
                        List.of(new Client("a", List.of(FIRST), new Grants(List.of("*")), true, rate.get(), null))));
        spent.next = new Spending.OverRate(Duration.ofMinutes(10));
        admit(changing, signed("a", "server", 0, "nonce-01", FIRST));
        assertThat(admit(changing, signed("a", "server", 0, "nonce-01", FIRST))).isInstanceOf(Verdict.Refused.class);

        rate.set(100.0);

        assertThat(admit(changing, signed("a", "server", 0, "nonce-01", FIRST))).isInstanceOf(Verdict.Admitted.class);
    }

    @Test
    void whatTheStoreCannotKnowIsStaleAndMayBeSignedAnew() {
        spent.next = new Spending.Forgotten(Duration.ofMillis(10));

        Verdict verdict = admit(door, signed("a", "server", 0, "nonce-01", FIRST));

        assertThat(verdict).isInstanceOfSatisfying(Verdict.Refused.class, refused -> {
            assertThat(refused.outcome().error()).startsWith("stale timestamp: ");
            assertThat(refused.outcome().httpStatus()).isEqualTo(401);
            assertThat(refused.outcome().retryAfterSeconds()).isEqualTo(1);
            assertThat(refused.credential()).isEqualTo(FIRST);
        });
    }

    @Test
    void whoGuessesTooOftenIsToldSoTheKnownAndTheUnknownClientAlike() {
        for (String client : List.of("a", "nobody")) {
            for (int i = 0; i < LIMIT; i++) {
                assertRefused(admit(door, signed(client, "server", 0, "nonce-01", OF_B)), ErrorCode.BAD_SIGNATURE);
            }
            Verdict over = admit(door, signed(client, "server", 0, "nonce-01", OF_B));

            assertThat(over).isInstanceOfSatisfying(Verdict.Refused.class, refused -> {
                assertThat(refused.outcome().error())
                        .isEqualTo("too many requests: too many bad signatures from this address");
                assertThat(refused.outcome().retryAfterSeconds()).isBetween(59, 60);
                assertThat(refused.credential()).isNull();
            });
        }
    }

    @Test
    void aRightSignatureIsLetInWhoeverGuessesBesideIt() {
        for (int i = 0; i < 20 * LIMIT; i++) {
            admit(door, signed("a", "server", 0, "nonce-01", OF_B));
            admit(door, signed("signer", "server", 0, "nonce-01", credential(Ed25519Key.generate())));
            admit(door, signed("invented-" + i, "server", 0, "nonce-01", OF_SIGNER));
        }

        assertThat(admit(door, signed("a", "server", 0, "nonce-01", FIRST))).isInstanceOf(Verdict.Admitted.class);
        assertThat(admit(door, signed("signer", "server", 0, "nonce-01", OF_SIGNER)))
                .isInstanceOf(Verdict.Admitted.class);
    }

    @Test
    void suspectsThatAreTooManyAreRefusedUnseen() {
        Door full = door(spent, DoorTest::registry, new PublicKeyChecks(Runnable::run, task -> {}));
        for (int i = 0; i < LIMIT; i++) {
            admit(full, signed("invented-" + i, "server", 0, "nonce-01", OF_SIGNER));
        }
        Verdict last = null;
        for (int i = 0; i < 10_000 && last == null; i++) {
            last = full.admit(SignedEnvelope.of(signed("signer", "server", 0, "nonce-01", OF_SIGNER)), REMOTE)
                    .toCompletableFuture()
                    .getNow(null);
        }

        assertThat(last).isInstanceOfSatisfying(Verdict.Refused.class, refused -> {
            assertThat(refused.outcome().error())
                    .isEqualTo("too many requests: too many bad signatures from this address");
            assertThat(refused.outcome().retryAfterSeconds()).isEqualTo(1);
            assertThat(refused.credential()).isNull();
        });
        assertThat(full.admit(SignedEnvelope.of(signed("another", "server", 0, "nonce-01", OF_SIGNER)), REMOTE))
                .as("another id at the same address")
                .isNotDone();
        assertThat(admit(full, signed("a", "server", 0, "nonce-01", FIRST))).isInstanceOf(Verdict.Admitted.class);
        assertThat(full.admit(SignedEnvelope.of(signed("signer", "server", 0, "nonce-01", OF_SIGNER)), "192.0.2.2"))
                .isCompletedWithValueMatching(Verdict.Admitted.class::isInstance);
    }

    @Test
    void aCallOfACostlyToolCountsAsSeveral() {
        admit(door, signed("a", "server", 0, "nonce-01", FIRST));
        admit(door, signed("b", "server", COSTLY, 0, "nonce-02", OF_B));

        assertThat(spent.costs).containsEntry("a", 1).containsEntry("b", 5);
    }

    @Test
    void aCheapCallBetweenDoesNotHaveTheStoreAskedForACostlyOne() {
        spent.next = new Spending.OverRate(Duration.ofMinutes(1));
        admit(door, signed("a", "server", COSTLY, 0, "nonce-01", FIRST));

        assertThat(admit(door, signed("a", "server", 0, "nonce-02", FIRST))).isInstanceOf(Verdict.Admitted.class);
        assertThat(admit(door, signed("a", "server", COSTLY, 0, "nonce-03", FIRST)))
                .isInstanceOf(Verdict.Refused.class);
        assertThat(spent.asked).isEqualTo(2);
    }

    @Test
    void whoGuessesShutsOutNobodyElse() {
        for (int i = 0; i <= LIMIT; i++) {
            admit(door, signed("a", "server", 0, "nonce-01", OF_B));
        }

        assertThat(door.admit(SignedEnvelope.of(signed("a", "server", 0, "nonce-01", FIRST)), "192.0.2.2")
                        .toCompletableFuture()
                        .join())
                .isInstanceOf(Verdict.Admitted.class);
        assertThat(admit(door, signed("b", "server", 0, "nonce-01", OF_B))).isInstanceOf(Verdict.Admitted.class);
    }

    private static Door door(NonceStore nonces) {
        return door(nonces, DoorTest::registry);
    }

    private static ClientRegistry registry() {
        Grants all = new Grants(List.of("*"));
        return new ClientRegistry(List.of(
                new Client("a", List.of(FIRST, SECOND), all),
                new Client("b", List.of(OF_B), all, true, 2.5, null),
                new Client("signer", List.of(OF_SIGNER), all)));
    }

    private static Door door(NonceStore nonces, Supplier<ClientRegistry> registry) {
        return door(nonces, registry, new PublicKeyChecks());
    }

    private static Door door(NonceStore nonces, Supplier<ClientRegistry> registry, PublicKeyChecks checks) {
        return new Door(
                registry,
                new KeyUse(KeyObserver.NONE),
                nonces,
                new FailedSignatures(LIMIT, LIMIT),
                checks,
                RATE,
                tool -> tool.equals(COSTLY) ? 5 : 1,
                "server",
                WINDOW,
                Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static Credential credential(String secret) {
        SigningKey key = SigningKey.of(secret);
        return new Credential(key, key.replyKey("server"));
    }

    private static Credential credential(Ed25519Key key) {
        return new Credential(key.publicKey(), key);
    }

    private static Envelope signed(String client, String server, long afterNow, String nonce, Credential credential) {
        return signed(client, server, "tool", afterNow, nonce, credential);
    }

    private static Envelope signed(
            String client, String server, String tool, long afterNow, String nonce, Credential credential) {
        Envelope unsigned =
                new Envelope("request", NOW.toEpochMilli() + afterNow, client, server, tool, "{}", nonce, "");
        Signer signer = credential.key() instanceof SigningKey secret ? secret : credential.replyKey();
        return EnvelopeCodec.sign(unsigned, signer);
    }

    private static Verdict admit(Door door, Envelope envelope) {
        return Objects.requireNonNull(door.admit(SignedEnvelope.of(envelope), REMOTE)
                .toCompletableFuture()
                .join());
    }

    private static void assertRefused(Verdict verdict, ErrorCode code) {
        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        refused -> assertThat(refused.outcome()).isEqualTo(Outcome.refused(code)));
    }
}
