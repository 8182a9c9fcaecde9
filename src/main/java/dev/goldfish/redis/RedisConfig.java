package dev.goldfish.redis;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How Redis is used; where it is, Quarkus' own {@code quarkus.redis.hosts} says. */
@ConfigMapping(prefix = "goldfish.redis")
public interface RedisConfig {
    /** How long one round trip may take before the call that needs it gets {@code unavailable}. */
    @WithDefault("2s")
    Duration timeout();

    /** After how long in which Redis lets no call in a replica is not ready; the first that it would let in makes it so again. */
    @WithDefault("5s")
    Duration downAfter();

    /** How many long-lived connections carry the commands of this replica. */
    @WithDefault("2")
    int connections();
}
