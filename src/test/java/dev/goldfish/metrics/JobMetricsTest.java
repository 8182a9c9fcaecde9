package dev.goldfish.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goldfish.job.Census;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JobMetricsTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final JobMetrics metrics = new JobMetrics(registry, Set.of("a_tool"), 10);

    @Test
    void unfinishedJobsAreAbsentUntilTheyHaveBeenCounted() {
        assertThat(registry.find("goldfish.jobs").gauges()).isEmpty();
        assertThat(registry.find("goldfish.jobs.oldest").gauge()).isNull();

        metrics.counted(Census.EMPTY);
        metrics.counted(Census.EMPTY);

        assertThat(registry.find("goldfish.jobs").gauges()).hasSize(2);
        assertThat(registry.get("goldfish.jobs").tag("state", "queued").gauge().value())
                .isZero();
        assertThat(registry.get("goldfish.jobs.oldest").gauge().value()).isZero();
    }
}
