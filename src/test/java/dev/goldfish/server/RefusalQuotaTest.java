package dev.goldfish.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RefusalQuotaTest {
    private static final int LIMIT = 3;

    private long now;
    private final List<String> leftOut = new ArrayList<>();
    private final RefusalQuota quota =
            new RefusalQuota(LIMIT, (source, count) -> leftOut.add(source + " " + count), () -> now);

    @Test
    void allowsSoManyOfEachSourceAMinute() {
        assertThat(allowed("192.0.2.1", 10)).isEqualTo(LIMIT);
        assertThat(allowed("192.0.2.2", 10)).isEqualTo(LIMIT);

        now += Duration.ofSeconds(61).toNanos();
        assertThat(allowed("192.0.2.1", 10)).isEqualTo(LIMIT);
    }

    @Test
    void saysHowManyWereLeftOutWhenTheMinuteIsOver() {
        allowed("192.0.2.1", 10);
        allowed("192.0.2.2", 2);
        assertThat(leftOut).isEmpty();

        now += Duration.ofSeconds(61).toNanos();
        allowed("192.0.2.3", 1);

        assertThat(leftOut).containsExactly("192.0.2.1 7");
    }

    @Test
    void manySourcesTogetherHaveABoundToo() {
        long allowed = IntStream.range(0, 1_000)
                .filter(i -> quota.allows("192.0.2." + i))
                .count();

        assertThat(allowed).isEqualTo(100 * LIMIT);
    }

    private long allowed(String source, int refusals) {
        return IntStream.range(0, refusals).filter(i -> quota.allows(source)).count();
    }
}
