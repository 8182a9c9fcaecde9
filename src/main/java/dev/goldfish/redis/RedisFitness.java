package dev.goldfish.redis;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/** Warns of a Redis that cannot keep what is promised. */
public final class RedisFitness {
    private static final Logger LOG = Logger.getLogger(RedisFitness.class);
    private static final Pattern MAJOR_VERSION = Pattern.compile("redis_version:(\\d+)");
    private static final Pattern EVICTION = Pattern.compile("maxmemory_policy:(\\S+)");
    private static final int OLDEST = 7;

    private final RedisLink link;

    public RedisFitness(RedisLink link) {
        this.link = link;
    }

    /** Looks at Redis once; one that cannot be reached yet is left alone. */
    public void check() {
        inform("server", this::checkVersion);
        inform("memory", this::checkEviction);
    }

    private void inform(String section, Consumer<String> check) {
        link.send("info", Request.cmd(Command.INFO).arg(section)).whenComplete((answer, failure) -> {
            if (failure == null) {
                check.accept(String.valueOf(answer));
            } else {
                LOG.warnf("Redis does not answer yet: %s", failure.getMessage());
            }
        });
    }

    private void checkVersion(String info) {
        Matcher version = MAJOR_VERSION.matcher(info);
        if (version.find() && Integer.parseInt(version.group(1)) < OLDEST) {
            LOG.errorf("this Redis is of version %s: jobs need 7.0 or newer", version.group(1));
        }
    }

    private void checkEviction(String info) {
        Matcher policy = EVICTION.matcher(info);
        if (policy.find() && !policy.group(1).equals("noeviction")) {
            LOG.warnf(
                    "Redis may evict jobs and nonces: its maxmemory-policy is %s, set it to noeviction",
                    policy.group(1));
        }
    }
}
