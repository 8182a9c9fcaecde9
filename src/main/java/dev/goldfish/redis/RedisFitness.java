package dev.goldfish.redis;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What a Redis lacks that is needed to keep what is promised. */
final class RedisFitness {
    private static final Logger LOG = Logger.getLogger(RedisFitness.class);
    private static final Pattern VERSION = Pattern.compile("redis_version:(\\S+)");
    private static final Pattern EVICTION = Pattern.compile("maxmemory_policy:(\\S+)");

    private final Script fitness = Script.load("fitness");
    private final RedisLink link;
    private final String channel;

    /** @param channel that scripts must be allowed to publish to */
    RedisFitness(RedisLink link, String channel) {
        this.link = link;
        this.channel = channel;
    }

    /** What the Redis of a partition lacks though it lets calls in, for people; null where it lacks nothing. */
    CompletionStage<@Nullable String> missing(String partition) {
        Words words = Words.ofKeys(Keys.epoch(partition)).with(channel);
        return fitness.run(link::send, words).thenApply(RedisFitness::missing);
    }

    private static @Nullable String missing(Response found) {
        List<String> rights =
                found.stream().skip(1).map(command -> "+" + command).toList();
        if (!found.get(0).toString().equals("master")) {
            // One that takes writes all the same drops them when its primary sends it the next ones.
            return "it is a replica";
        }
        return rights.isEmpty() ? null : "its user lacks the rights " + String.join(" ", rights);
    }

    /** The version that Redis says it is of. */
    CompletionStage<String> version() {
        return info("server").thenApply(info -> first(VERSION, info));
    }

    /** Warns where Redis may forget jobs and nonces. */
    void warnOfEviction() {
        info("memory")
                .thenApply(info -> first(EVICTION, info))
                .thenAccept(policy -> {
                    if (!policy.isEmpty() && !policy.equals("noeviction")) {
                        LOG.warnf(
                                "Redis may evict jobs and nonces: its maxmemory-policy is %s, set it to noeviction",
                                policy);
                    }
                })
                .exceptionally(failure -> {
                    LOG.debugf("the eviction policy is not known: %s", failure.getMessage());
                    return null;
                });
    }

    private CompletionStage<Response> info(String section) {
        return link.send("info", Request.cmd(Command.INFO).arg(section));
    }

    private static String first(Pattern field, Response info) {
        Matcher found = field.matcher(info.toString());
        return found.find() ? found.group(1) : "";
    }
}
