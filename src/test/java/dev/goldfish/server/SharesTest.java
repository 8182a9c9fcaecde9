package dev.goldfish.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SharesTest {
    private static final long LIMIT = 1_000;

    private final Shares shares = new Shares(LIMIT);

    @Test
    void oneOwnerTakesAQuarter() {
        assertThat(shares.take("a", 200)).isTrue();
        assertThat(shares.take("a", 51)).isFalse();
        assertThat(shares.take("a", 50)).isTrue();
        assertThat(shares.take("b", 250)).isTrue();
        assertThat(shares.held()).isEqualTo(500);
    }

    @Test
    void allTogetherTakeNoMoreThanThereIs() {
        for (int i = 0; i < 4; i++) {
            assertThat(shares.take("owner-" + i, 250)).isTrue();
        }

        assertThat(shares.take("another", 1)).isFalse();

        shares.giveBack("owner-0", 250);
        assertThat(shares.take("another", 1)).isTrue();
    }

    @Test
    void whatFitsNowhereIsTakenWhereThereIsNothingElse() {
        assertThat(shares.take("a", 2 * LIMIT)).isTrue();
        assertThat(shares.take("a", 1)).isFalse();
        assertThat(shares.take("b", 1)).isFalse();

        shares.giveBack("a", 2 * LIMIT);
        assertThat(shares.held()).isZero();
        assertThat(shares.take("a", 250)).isTrue();
    }
}
