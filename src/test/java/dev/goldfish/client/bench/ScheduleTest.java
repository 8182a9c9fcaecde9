package dev.goldfish.client.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final long BEGAN = -50_000_000;
    private static final long MS = 1_000_000;

    @Test
    void inAClosedLoopWorkIsAlwaysDue() {
        Schedule schedule = new Schedule(plan(0, 2, Duration.ofSeconds(1), Duration.ZERO), BEGAN);

        assertThat(schedule.due(BEGAN + 7)).isEqualTo(BEGAN + 7);
        assertThat(schedule.unsent(BEGAN + 500 * MS)).isZero();
    }

    @Test
    void inAnOpenLoopItIsDueAtItsTimeHoweverLateItIsAskedFor() {
        Schedule schedule = new Schedule(plan(1000, 10, Duration.ofSeconds(1), Duration.ZERO), BEGAN);

        for (int i = 0; i < 10; i++) {
            assertThat(schedule.due(BEGAN + 900 * MS)).isEqualTo(BEGAN + i * MS);
            schedule.take(BEGAN + i * MS, "p");
        }
    }

    @Test
    void isOverAfterItsWorkOrItsTime() {
        Schedule schedule = new Schedule(plan(0, 2, Duration.ofMillis(100), Duration.ofMillis(50)), BEGAN);

        assertThat(schedule.isOver(BEGAN + 150 * MS - 1)).isFalse();
        assertThat(schedule.isOver(BEGAN + 150 * MS)).isTrue();

        assertThat(schedule.take(BEGAN + 49 * MS, "p").measured()).isFalse();
        assertThat(schedule.take(BEGAN + 50 * MS, "p").measured()).isTrue();
        assertThat(schedule.isOver(BEGAN + 60 * MS)).isFalse();
        schedule.take(BEGAN + 60 * MS, "p");
        assertThat(schedule.isOver(BEGAN + 60 * MS)).isTrue();
    }

    @Test
    void whatTheWarmUpLeavesUnsentIsDropped() {
        Schedule schedule = new Schedule(plan(1000, 100, Duration.ofMillis(10), Duration.ofMillis(20)), BEGAN);
        schedule.take(schedule.due(BEGAN), "p");

        assertThat(schedule.due(BEGAN + 19 * MS)).isEqualTo(BEGAN + MS);
        assertThat(schedule.due(BEGAN + 25 * MS)).isEqualTo(BEGAN + 20 * MS);
    }

    @Test
    void countsWhatBecameDueAndWasNotTaken() {
        Schedule schedule = new Schedule(plan(1000, 100, Duration.ofMillis(10), Duration.ofMillis(20)), BEGAN);
        assertThat(schedule.unsent(BEGAN + 20 * MS)).isZero();

        schedule.take(schedule.due(BEGAN + 21 * MS), "p");

        assertThat(schedule.unsent(BEGAN + 25 * MS)).isEqualTo(4);
        assertThat(schedule.unsent(BEGAN + 300 * MS)).isEqualTo(9);
    }

    @Test
    void aPlanHoldsItsBounds() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Plan(0, 0, 1, Duration.ofSeconds(1), Duration.ZERO, Duration.ofSeconds(1)))
                .withMessageContaining("concurrency");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plan(Double.NaN, 1, Duration.ofSeconds(1), Duration.ZERO))
                .withMessageContaining("rate");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plan(0, 1, Duration.ZERO, Duration.ZERO))
                .withMessageContaining("duration");
    }

    private static Plan plan(double rate, long work, Duration duration, Duration warmUp) {
        return new Plan(1, rate, work, duration, warmUp, Duration.ofSeconds(30));
    }
}
