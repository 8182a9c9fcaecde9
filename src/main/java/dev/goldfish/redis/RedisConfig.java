package dev.goldfish.redis;

import dev.goldfish.settings.CountText;
import dev.goldfish.settings.DurationBounds;
import dev.goldfish.settings.DurationText;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.Range;

/** How Redis is used; where it is, Quarkus' own {@code quarkus.redis.hosts} says. */
@ConfigMapping(prefix = "goldfish.redis")
public interface RedisConfig {
    /** How long one round trip may take before the call that needs it gets {@code unavailable}. */
    @DurationBounds(min = "50ms", max = "20s")
    @WithConverter(DurationText.class)
    @WithDefault("2s")
    Duration timeout();

    /** After how long in which Redis lets no call in a replica is not ready; the first that it would let in makes it so again. */
    @DurationBounds(min = "100ms", max = "10m")
    @WithConverter(DurationText.class)
    @WithDefault("5s")
    Duration downAfter();

    /** How many long-lived connections carry the commands of this replica. */
    @Range(min = 1, max = 64, message = CountText.RULE)
    @WithConverter(CountText.class)
    @WithDefault("2")
    int connections();
}
