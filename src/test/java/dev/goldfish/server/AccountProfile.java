package dev.goldfish.server;

import dev.goldfish.redis.OwnRedis;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;

/** A server with a Redis of its own, which knows it as a user, and with replies under the keys of clients. */
public class AccountProfile implements QuarkusTestProfile {
    static final String PASSWORD = "what-only-replicas-know";
    static final String ACCOUNT = "ACL SETUSER goldfish on resetpass >" + PASSWORD + " ~* allchannels +@all";

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("goldfish.redis.down-after", "2s", "goldfish.reply-key", "client-secret");
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(Account.class));
    }

    /** Starts it; tests know its port from the configuration. */
    public static class Account implements QuarkusTestResourceLifecycleManager {
        private OwnRedis redis;

        @Override
        public Map<String, String> start() {
            redis = new OwnRedis();
            redis.command(ACCOUNT);
            return Map.of(
                    "quarkus.redis.hosts", redis.uri("goldfish", PASSWORD), "quarkus.redis.hosts-provider-name", "");
        }

        @Override
        public void inject(TestInjector injector) {
            injector.injectIntoFields(redis, new TestInjector.MatchesType(OwnRedis.class));
        }

        @Override
        public void stop() {
            redis.close();
        }
    }
}
