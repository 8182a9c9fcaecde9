package dev.goldfish;

import dev.goldfish.access.AccessConfig;
import dev.goldfish.job.JobConfig;
import dev.goldfish.redis.RedisConfig;
import dev.goldfish.server.ServerConfig;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * All settings of Goldfish, each within its bounds. Says what these cannot say: what is missing, and how one setting bounds
 * another.
 */
record Settings(ServerConfig server, AccessConfig access, JobConfig jobs, RedisConfig redis) {
    private static final List<Class<?>> ALL =
            List.of(ServerConfig.class, AccessConfig.class, JobConfig.class, RedisConfig.class);

    /** The names of all properties. */
    static Set<String> names() {
        return ALL.stream()
                .flatMap(config -> ConfigClass.configClass(config).getProperties().keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * A line for each fault.
     *
     * @param production where nothing has a default that everyone knows
     */
    List<String> faults(boolean production, boolean hasRedis) {
        List<String> faults = new ArrayList<>();
        add(
                faults,
                server.serverId().isEmpty(),
                "goldfish.server-id is not set: give this server the name that clients"
                        + " address it by, for example GOLDFISH_SERVER_ID=tools.example.org");
        add(faults, server.serverSecret().isEmpty() && server.serverSecretFile().isEmpty(), Secrets.MISSING);
        add(
                faults,
                production && access.clientsFile().isEmpty(),
                "goldfish.clients-file is not set: name a JSON file of"
                        + " the form {\"clients\": {\"client-001\": {\"secrets\": [\"...\"], \"tools\": [\"*\"]}}}");
        add(
                faults,
                !hasRedis,
                "quarkus.redis.hosts is not set: name the Redis to remember nonces and jobs in, for example"
                        + " QUARKUS_REDIS_HOSTS=redis://redis:6379");
        longer(faults, "goldfish.jobs.lease", jobs.lease(), "goldfish.redis.timeout", redis.timeout());
        add(
                faults,
                redis.downAfter().compareTo(redis.timeout()) < 0,
                "goldfish.redis.down-after is " + text(redis.downAfter())
                        + ": it must not be shorter than goldfish.redis.timeout, which is " + text(redis.timeout()));
        longer(
                faults,
                "goldfish.jobs.max-runtime",
                jobs.maxRuntime(),
                "goldfish.jobs.retry-backoff",
                jobs.retryBackoff());
        add(
                faults,
                access.replayAllowance().compareTo(access.timeWindow()) > 0,
                "goldfish.replay-allowance is "
                        + text(access.replayAllowance())
                        + ": it must not be longer than goldfish.time-window, which is "
                        + text(access.timeWindow()));
        long body = server.maxBodySize().asLongValue();
        long incoming = server.maxIncoming().asLongValue();
        add(
                faults,
                incoming < body,
                "goldfish.max-incoming is " + incoming + " bytes: it must hold one body of"
                        + " goldfish.max-body-size, which is " + body);
        return faults;
    }

    private static void add(List<String> faults, boolean fault, String line) {
        if (fault) {
            faults.add(line);
        }
    }

    private static void longer(List<String> faults, String name, Duration value, String bound, Duration least) {
        add(
                faults,
                value.compareTo(least) <= 0,
                name + " is " + text(value) + ": it must be longer than " + bound + ", which is " + text(least));
    }

    private static String text(Duration value) {
        return value.toMillis() % 1_000 == 0 ? value.toSeconds() + "s" : value.toMillis() + "ms";
    }
}
