package dev.goldfish.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
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

        for (boolean suspect : new boolean[] {false, true}) {
            assertThat(Objects.requireNonNull(real.make(suspect, SMALL, Thread::currentThread))
                            .toCompletableFuture()
                            .orTimeout(30, TimeUnit.SECONDS)
                            .join())
                    .isNotSameAs(asking);
        }
    }

    @Test
    void suspectsKeepNobodyElseWaiting() {
        while (checks.make(true, SMALL, () -> "right") != null) {
            assertThat(suspects).hasSizeLessThan(10_000);
        }

        CompletionStage<String> other = checks.make(false, SMALL, () -> "right");

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
        CompletionStage<String> failing = checks.make(false, 1 << 25, () -> {
            throw new IllegalStateException("intended");
        });
        assertThat(make(SMALL)).isNull();

        Objects.requireNonNull(waiting.poll()).run();

        assertThat(failing).isCompletedExceptionally();
        assertThat(make(SMALL)).isNotNull();
    }

    private CompletionStage<String> make(int bytes) {
        return checks.make(false, bytes, () -> "right");
    }
}
