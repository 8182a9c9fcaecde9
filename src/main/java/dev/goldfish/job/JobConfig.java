package dev.goldfish.job;

import dev.goldfish.settings.CountText;
import dev.goldfish.settings.DurationBounds;
import dev.goldfish.settings.DurationText;
import dev.goldfish.settings.OptionalSizeText;
import dev.goldfish.settings.SizeBounds;
import dev.goldfish.settings.SizeText;
import dev.goldfish.settings.TrueOrFalse;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.Range;

/** How jobs run. */
@ConfigMapping(prefix = "goldfish.jobs")
public interface JobConfig {
    /** False: this replica accepts and polls jobs but runs none. */
    @WithConverter(TrueOrFalse.class)
    @WithDefault("true")
    Optional<@NotNull(message = TrueOrFalse.RULE) Boolean> worker();

    /** How many jobs this replica runs at once. */
    @Range(min = 1, max = 10_000, message = CountText.RULE)
    @WithConverter(CountText.class)
    @WithDefault("16")
    int slots();

    /** How many jobs may wait, in all replicas together; beyond them starts get {@code server busy}. */
    @Range(min = 1, max = 10_000_000, message = CountText.RULE)
    @WithConverter(CountText.class)
    @WithDefault("10000")
    int queueLimit();

    /** How many unfinished jobs one client may have, unless the registry says otherwise; beyond them starts get {@code too many requests}. */
    @Range(min = 1, max = 1_000_000, message = CountText.RULE)
    @WithConverter(CountText.class)
    @WithDefault("1000")
    int liveJobs();

    /**
     * How many bytes one client's arguments, results, ended jobs and remembered calls may take in Redis; beyond them starts
     * get {@code too many requests}. Absent: a quarter of Redis' {@code maxmemory}, at least 16 MiB; 1 GiB where it has none.
     */
    @WithConverter(OptionalSizeText.class)
    Optional<@SizeBounds(min = "64K", max = "1T") MemorySize> clientBytes();

    /** For how long a worker owns a job without renewing; renewed every third of it. */
    @DurationBounds(min = "1s", max = "10m")
    @WithConverter(DurationText.class)
    @WithDefault("15s")
    Duration lease();

    /** How long the result of an ended job is kept; for as long again a poll says {@code job expired}. */
    @DurationBounds(min = "1s", max = "90d")
    @WithConverter(DurationText.class)
    @WithDefault("1h")
    Duration retention();

    /** How long a job may live, waiting and retries included, unless its tool says otherwise. */
    @DurationBounds(min = "1s", max = "30d")
    @WithConverter(DurationText.class)
    @WithDefault("15m")
    Duration maxRuntime();

    /** How long a cancelled job has to stop by itself. */
    @DurationBounds(min = "0s", max = "1h")
    @WithConverter(DurationText.class)
    @WithDefault("10s")
    Duration cancelGrace();

    /** The pause before a lost job's second attempt; doubled before the third. */
    @DurationBounds(min = "0s", max = "1h")
    @WithConverter(DurationText.class)
    @WithDefault("1s")
    Duration retryBackoff();

    /** The longest result of a job, in bytes of canonical JSON. */
    @SizeBounds(min = "1K", max = "64M")
    @WithConverter(SizeText.class)
    @WithDefault("1M")
    MemorySize maxResultSize();

    /**
     * How many of Redis' own replicas must have a job before its start is answered with {@code accepted}, so that a
     * failover does not lose it; 0 asks none. A start that they do not confirm in half of {@code goldfish.redis.timeout}
     * is answered with {@code unavailable}, although the job may run: the same start again finds it.
     */
    @Range(min = 0, max = 10, message = CountText.RULE)
    @WithConverter(CountText.class)
    @WithDefault("0")
    int replicasToConfirm();

    /** How long running jobs may go on when the replica stops. */
    @DurationBounds(min = "0s", max = "1h")
    @WithConverter(DurationText.class)
    @WithDefault("15s")
    Duration drain();
}
