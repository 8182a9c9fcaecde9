package dev.goldfish.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goldfish.server.DoorWithoutHttp;
import dev.goldfish.server.TestCaller;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Mutated envelopes at the door, in great number: {@code -Dattacks.mutations=…}, a million under {@code -Pattacks}. */
class MutationTest {
    private static final int MUTATIONS = Integer.getInteger("attacks.mutations", 20_000);
    private static final int BLOCKS = Math.max(4, MUTATIONS / 50_000);
    private static final long GROWTH = 16L << 20;

    @Test
    void noMutationIsAcceptedAndNothingIsKept() {
        DoorWithoutHttp door = new DoorWithoutHttp(DoorSetup.door(DoorSetup.memory(), Clock.systemUTC()));
        Mutations mutations =
                new Mutations(door::answer, List.of(TestCaller.FIRST, TestCaller.SECOND, TestCaller.LISTER));
        mutations.run(MUTATIONS / BLOCKS);
        long before = Heap.used();

        for (int block = 1; block < BLOCKS; block++) {
            mutations.run(MUTATIONS / BLOCKS);
            assertThat(Heap.used() - before)
                    .as("heap after %d of %d blocks", block + 1, BLOCKS)
                    .isLessThan(GROWTH);
        }

        System.out.println("mutations: " + mutations.answers());
        assertThat(mutations.answers())
                .containsOnlyKeys("400 bad envelope", "401 bad signature", "409 replayed nonce")
                .allSatisfy((answer, count) -> assertThat(count).isGreaterThan(MUTATIONS / 100));
    }
}
