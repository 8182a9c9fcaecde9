package dev.goldfish.job;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How jobs run. */
@ConfigMapping(prefix = "goldfish.jobs")
public interface JobConfig {
    /** False: this replica accepts and polls jobs but runs none. */
    @WithDefault("true")
    boolean worker();

    /** How many jobs this replica runs at once. */
    @WithDefault("16")
    int slots();

    /** How many jobs may wait, in all replicas together; beyond them starts get {@code server busy}. */
    @WithDefault("10000")
    int queueLimit();

    /** How many unfinished jobs one client may have, unless the registry says otherwise; beyond them starts get {@code too many requests}. */
    @WithDefault("1000")
    int liveJobs();

    /**
     * How many bytes one client's arguments, results, ended jobs and remembered calls may take in Redis; beyond them starts
     * get {@code too many requests}. Absent: a quarter of Redis' {@code maxmemory}, at least 16 MiB; 1 GiB where it has none.
     */
    Optional<MemorySize> clientBytes();

    /** For how long a worker owns a job without renewing; renewed every third of it. */
    @WithDefault("15s")
    Duration lease();

    /** How long the result of an ended job is kept; for as long again a poll says {@code job expired}. */
    @WithDefault("1h")
    Duration retention();

    /** How long a job may live, waiting and retries included, unless its tool says otherwise. */
    @WithDefault("15m")
    Duration maxRuntime();

    /** How long a cancelled job has to stop by itself. */
    @WithDefault("10s")
    Duration cancelGrace();

    /** The pause before a lost job's second attempt; doubled before the third. */
    @WithDefault("1s")
    Duration retryBackoff();

    /** The longest result of a job, in bytes of canonical JSON. */
    @WithDefault("1048576")
    int maxResultSize();

    /**
     * How many of Redis' own replicas must have a job before its start is answered with {@code accepted}, so that a
     * failover does not lose it; 0 asks none. A start that they do not confirm in half of {@code goldfish.redis.timeout}
     * is answered with {@code unavailable}, although the job may run: the same start again finds it.
     */
    @WithDefault("0")
    int replicasToConfirm();

    /** How long running jobs may go on when the replica stops. */
    @WithDefault("15s")
    Duration drain();
}
