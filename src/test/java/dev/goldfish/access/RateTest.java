package dev.goldfish.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateTest {
    @Test
    void isKeptAsTheTimeBetweenTokens() {
        assertThat(new Rate(1_000, Duration.ofSeconds(1)).intervalMicros()).isEqualTo(1_000);
        assertThat(new Rate(0.5, Duration.ofSeconds(1)).intervalMicros()).isEqualTo(2_000_000);
        assertThat(new Rate(0, Duration.ofSeconds(1)).intervalMicros()).isZero();
    }

    @Test
    void aBurstIsOneCallAtLeast() {
        assertThat(new Rate(0.5, Duration.ofSeconds(1)).burstMicros()).isEqualTo(2_000_000);
        assertThat(new Rate(10, Duration.ofSeconds(3)).burstMicros()).isEqualTo(3_000_000);
    }

    @Test
    void cannotBeNegativeOrEndless() {
        for (double perSecond : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> new Rate(perSecond, Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new Rate(1, Duration.ofMillis(-1))).isInstanceOf(IllegalArgumentException.class);
    }
}
