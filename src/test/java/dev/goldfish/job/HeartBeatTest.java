package dev.goldfish.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HeartBeatTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);
    private final HeartBeat heart = new HeartBeat(nanos::get);

    @Test
    void whatHasNotBegunIsNotSilent() {
        nanos.addAndGet(1_000);

        assertThat(heart.silence()).isZero();
    }

    @Test
    void silenceGrowsFromWhereTheNextBeatIsDue() {
        heart.beat(Duration.ofNanos(10));
        nanos.addAndGet(10);
        assertThat(heart.silence()).isZero();

        nanos.addAndGet(5);
        assertThat(heart.silence()).isEqualTo(Duration.ofNanos(5));

        heart.beat(Duration.ofNanos(10));
        assertThat(heart.silence()).isZero();
    }
}
