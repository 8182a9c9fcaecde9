package dev.goldfish.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PublicKeyChecksTest {
    private static final int SMALL = 400;
    private static final int LARGE = 1 << 18;

    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private final Queue<Runnable> suspects = new ArrayDeque<>();
    private final PublicKeyChecks checks = new PublicKeyChecks(waiting::add, suspects::add);

    @Test
    void nothingIsVerifiedOnTheThreadThatAsks() {
        Thread asking = Thread.currentThread();
        PublicKeyChecks real = new PublicKeyChecks();

        for (CompletionStage<Thread> check : Arrays.asList(
                real.make(SMALL, Thread::currentThread),
                real.ofSuspect("192.0.2.1", "a", SMALL, Thread::currentThread))) {
            assertThat(Objects.requireNonNull(check)
                            .toCompletableFuture()
                            .orTimeout(30, TimeUnit.SECONDS)
                            .join())
                    .isNotSameAs(asking);
        }
    }

    @Test
    void suspectsKeepNobodyElseWaiting() {
        crowd("192.0.2.1", "a");

        CompletionStage<String> other = make(SMALL);

        Objects.requireNonNull(waiting.poll()).run();
        assertThat(other).isCompletedWithValue("right");
    }

    @Test
    void whatWaitsIsBoundedInBytes() {
        List<CompletionStage<String>> taken = new ArrayList<>();
        for (CompletionStage<String> check = make(LARGE); check != null; check = make(LARGE)) {
            taken.add(check);
        }

        assertThat(taken).hasSizeBetween(16, 256);
        Objects.requireNonNull(waiting.poll()).run();
        assertThat(make(LARGE)).isNotNull();
        assertThat(make(LARGE)).isNull();
    }

    @Test
    void aCheckThatFailsMakesRoomAgain() {
        CompletionStage<String> failing = checks.make(1 << 25, () -> {
            throw new IllegalStateException("intended");
        });
        assertThat(make(SMALL)).isNull();

        Objects.requireNonNull(waiting.poll()).run();

        assertThat(failing).isCompletedExceptionally();
        assertThat(make(SMALL)).isNotNull();
    }

    @Test
    void aClientIdKeepsNoOtherOneOfItsAddressOut() {
        crowd("192.0.2.1", "guessed");

        assertThat(ofSuspect("192.0.2.1", "guessed")).isNull();
        CompletionStage<String> other = ofSuspect("192.0.2.1", "b");

        assertThat(other).isNotNull();
        runNext();
        runNext();
        assertThat(other).as("in the second turn").isCompletedWithValue("b");
    }

    @Test
    void anAddressWithManyClientIdsKeepsNoOtherAddressOut() {
        for (int i = 0; ofSuspect("192.0.2.1", "invented-" + i) != null; i++) {
            assertThat(suspects).hasSizeLessThan(10_000);
        }

        CompletionStage<String> other = ofSuspect("192.0.2.2", "b");

        assertThat(other).isNotNull();
        runNext();
        runNext();
        assertThat(other).as("in the second turn").isCompletedWithValue("b");
    }

    @Test
    void whatWasVerifiedMakesRoomForOthers() {
        crowd("192.0.2.1", "a");
        runNext();

        assertThat(ofSuspect("192.0.2.1", "a")).isNotNull();
        while (!suspects.isEmpty()) {
            runNext();
        }
        int again = crowd("192.0.2.1", "a");
        assertThat(again).isGreaterThan(50);
    }

    @Test
    void aSuspectsCheckThatFailsFailsForItAlone() {
        CompletionStage<String> failing = checks.ofSuspect("192.0.2.1", "a", SMALL, () -> {
            throw new IllegalStateException("intended");
        });

        runNext();

        assertThat(failing).isCompletedExceptionally();
    }

    /** Returns how many found room. */
    private int crowd(String address, String clientId) {
        int taken = 0;
        while (ofSuspect(address, clientId) != null) {
            taken++;
            assertThat(taken).isLessThan(10_000);
        }
        return taken;
    }

    private @Nullable CompletionStage<String> ofSuspect(String address, String clientId) {
        return checks.ofSuspect(address, clientId, SMALL, () -> clientId);
    }

    private void runNext() {
        Objects.requireNonNull(suspects.poll()).run();
    }

    private @Nullable CompletionStage<String> make(int bytes) {
        return checks.make(bytes, () -> "right");
    }
}
