package dev.goldfish.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.goldfish.protocol.Reply;
import dev.goldfish.protocol.Status;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
    private static final RetryPolicy POLICY = new RetryPolicy(9, Duration.ofMillis(100), Duration.ofSeconds(1));
    private static final GoldfishException BROKEN = new UnreachableException("broken", "r", null);

    @Test
    void doublesTheLimitUpToTheLongestPause() {
        assertThat(POLICY.pause(1, BROKEN, longest())).isEqualTo(Duration.ofMillis(100));
        assertThat(POLICY.pause(2, BROKEN, longest())).isEqualTo(Duration.ofMillis(200));
        assertThat(POLICY.pause(4, BROKEN, longest())).isEqualTo(Duration.ofMillis(800));
        assertThat(POLICY.pause(5, BROKEN, longest())).isEqualTo(Duration.ofSeconds(1));
        assertThat(POLICY.pause(1000, BROKEN, longest())).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void anywhereBelowTheLimit() {
        assertThat(POLICY.pause(5, BROKEN, () -> 0)).isZero();
    }

    @Test
    void whatTheServerAsksForGoesFirstButNotForEver() {
        assertThat(POLICY.pause(1, refused(2), longest())).isEqualTo(Duration.ofSeconds(2));
        assertThat(POLICY.pause(1, refused(0), longest())).isEqualTo(Duration.ofMillis(100));
        assertThat(POLICY.pause(1, refused(86_400), longest())).isEqualTo(RetryPolicy.MAX_RETRY_AFTER);
    }

    @Test
    void needsAnAttempt() {
        assertThatIllegalArgumentException().isThrownBy(() -> new RetryPolicy(0, Duration.ZERO, Duration.ZERO));
    }

    private static GoldfishException refused(int seconds) {
        Reply reply = new Reply("r", 0, "s", Status.ERROR, null, "unavailable", "");
        return new RefusedException(reply, 503, "r", Duration.ofSeconds(seconds));
    }

    private static RandomGenerator longest() {
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                return 0;
            }

            @Override
            public long nextLong(long bound) {
                return bound - 1;
            }
        };
    }
}
