package dev.goldfish.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FailedSignaturesTest {
    private long now;
    private final FailedSignatures failed = new FailedSignatures(2, () -> now);

    @Test
    void shutsAPairForTheRestOfItsMinute() {
        failed.add("192.0.2.1", "a");
        assertThat(failed.shutFor("192.0.2.1", "a")).isZero();
        now += Duration.ofSeconds(20).toNanos();
        failed.add("192.0.2.1", "a");

        assertThat(failed.shutFor("192.0.2.1", "a")).isEqualTo(Duration.ofSeconds(40));
        assertThat(failed.shutFor("192.0.2.1", "b")).isZero();
        assertThat(failed.shutFor("192.0.2.2", "a")).isZero();

        now += Duration.ofSeconds(40).toNanos();
        assertThat(failed.shutFor("192.0.2.1", "a")).isZero();
    }

    @Test
    void aLimitOfZeroIsNone() {
        FailedSignatures unlimited = new FailedSignatures(0);
        for (int i = 0; i < 100; i++) {
            unlimited.add("192.0.2.1", "a");
        }

        assertThat(unlimited.shutFor("192.0.2.1", "a")).isZero();
    }
}
