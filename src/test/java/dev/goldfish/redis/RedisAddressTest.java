package dev.goldfish.redis;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisAddressTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://redis:6379",
                "redis://redis",
                "rediss://:password@redis:6379/1",
                "redis://goldfish:p%40ss%23%25%2F%3F%2B%2C@10.0.0.1:6379",
                "redis://[::1]:6379",
                "redis://sentinel-0:26379, redis://sentinel-1:26379",
                "redis://user:a\\,b@redis:6379",
                "redis://redis:6379?db=2&password=p%40ss",
                "unix:///run/redis.sock",
            })
    void takesWhatRedisClientsUnderstand(String addresses) {
        assertThatCode(() -> hosts("quarkus.redis.hosts", addresses)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://u:hunt@er2@redis:6379",
                "redis://u:hunt%er2@redis:6379",
                "redis://u:hunt#er2@redis:6379",
                "redis://u:hunt/er2@redis:6379",
                "redis://u:hunt?er2@redis:6379",
                "redis://u:hunt er2@redis:6379",
                "redis://u:hunt,er2@redis:6379",
                "redis://u:hunt\\er2@redis:6379",
                "redis://u:hunt+er2@redis:6379",
                "redis://u:hunt\"er2@redis:6379",
                "redis://u:hunt|er2^@redis:6379",
                "redis://u:hunt[er2@redis:6379",
                "redis://u:hunt<er2>@redis:6379",
                "redis://u:hunt\ter2@redis:6379",
                "redis://u:hunt\ufffder2@redis:6379",
                "redis://u:63#hunter2@redis:6379",
                "redis://u:63/hunter2@redis:6379",
                "redis://u:63?hunter2@redis:6379",
                "redis://u:6379/hunter2",
                "redis://redis:hunter2",
                "redis://hunter2@redis:6379",
                "redis://redis:6379,u:hunter2@redis:6379",
                "hunter2@redis:6379",
                "redis:hunter2@redis:6379",
                "http://u:hunter2@redis:6379",
                "hunter2",
            })
    void neverRepeatsWhatItCannotUnderstand(String addresses) {
        for (String name : List.of(
                "quarkus.redis.hosts",
                "quarkus.redis.\"other\".hosts",
                "quarkus.redis.hosts[0]",
                "quarkus.redis.\"other\".hosts[11]")) {
            assertThatThrownBy(() -> hosts(name, addresses))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageStartingWith(name + " ")
                    .hasMessageContainingAll("percent-encoded", "%40", "quarkus.redis.password")
                    .hasMessageNotContainingAny("hunt", "er2", "\n")
                    .hasNoCause();
        }
    }

    private static List<URI> hosts(String name, String addresses) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredInterceptors()
                .withDefaultValues(Map.of(name, addresses))
                .build();
        return config.getValues(name, URI.class);
    }
}
