package dev.goldfish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goldfish.access.AccessConfig;
import dev.goldfish.job.JobConfig;
import dev.goldfish.protocol.Envelope;
import dev.goldfish.redis.RedisConfig;
import dev.goldfish.server.ServerConfig;
import dev.goldfish.settings.DurationBounds;
import dev.goldfish.settings.SizeBounds;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.hibernate.validator.constraints.Range;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SettingsTest {
    private static final Map<Class<?>, String> CONFIGS = Map.of(
            ServerConfig.class, "goldfish.",
            AccessConfig.class, "goldfish.",
            JobConfig.class, "goldfish.jobs.",
            RedisConfig.class, "goldfish.redis.");

    static Stream<Method> settings() {
        return CONFIGS.keySet().stream().flatMap(config -> Arrays.stream(config.getDeclaredMethods()));
    }

    static Stream<Method> bounded() {
        return settings().filter(method -> method.getReturnType() != Optional.class);
    }

    @ParameterizedTest
    @MethodSource("bounded")
    void eachReadsItsTextByOneOfTheConverters(Method setting) {
        assertThat(setting.isAnnotationPresent(WithConverter.class)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("settings")
    void eachStandsOnThePageWithDefaultAndBounds(Method setting) throws IOException {
        String[] cells = Files.readAllLines(Path.of("src/site/markdown/configuration.md")).stream()
                .filter(line -> line.startsWith("| `" + name(setting) + "` |"))
                .reduce((one, other) -> {
                    throw new AssertionError("two rows: " + one);
                })
                .orElseThrow()
                .split("\\|");

        WithDefault given = setting.getAnnotation(WithDefault.class);
        if (given != null) {
            assertThat(cells[2].trim()).as("default").startsWith("`" + given.value() + "`");
        } else {
            assertThat(cells[2].trim()).as("default").doesNotStartWith("`");
        }
        if (setting.getReturnType() != Optional.class) {
            assertThat(cells[3].trim()).as("bounds").isEqualTo(bounds(setting));
        }
    }

    private static String name(Method setting) {
        return CONFIGS.get(setting.getDeclaringClass())
                + setting.getName().replaceAll("[A-Z]", "-$0").toLowerCase(Locale.ROOT);
    }

    private static String bounds(Method setting) {
        DurationBounds time = setting.getAnnotation(DurationBounds.class);
        SizeBounds size = setting.getAnnotation(SizeBounds.class);
        Range number = setting.getAnnotation(Range.class);
        if (time != null) {
            return time.min() + " to " + time.max();
        } else if (size != null) {
            return size.min() + " to " + size.max();
        }
        return number == null ? "" : number.min() + " to " + number.max();
    }

    @Test
    void aServerIdIsWhatAnEnvelopeMayName() {
        for (char c = 0; c < 0x200; c++) {
            String id = "a" + c;
            assertThat(id.matches(ServerConfig.NAME)).as(id).isEqualTo(Envelope.isName(id));
        }
        assertThat("a".repeat(128)).matches(ServerConfig.NAME);
        assertThat("a".repeat(129)).doesNotMatch(ServerConfig.NAME);
    }

    @Test
    void allThatIsMissingIsSaidAtOnce() {
        assertThat(settings(Map.of()).faults(true, false))
                .hasSize(4)
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("goldfish.server-id is not set"),
                        line -> assertThat(line).startsWith("goldfish.server-secret-file is not set"),
                        line -> assertThat(line).startsWith("goldfish.clients-file is not set"),
                        line -> assertThat(line).startsWith("quarkus.redis.hosts is not set"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "goldfish.jobs.lease       | 2s    | goldfish.redis.timeout, which is 2s",
                "goldfish.redis.down-after | 500ms | goldfish.redis.timeout, which is 2s",
                "goldfish.jobs.max-runtime | 1s    | goldfish.jobs.retry-backoff, which is 1s",
                "goldfish.replay-allowance | 6m    | goldfish.time-window, which is 300s",
                "goldfish.max-incoming     | 128K  | goldfish.max-body-size, which is 262144",
            })
    void oneBoundsAnother(String name, String value, String bound) {
        List<String> faults = settings(Map.of(name, value, "goldfish.server-id", "a", "goldfish.server-secret", "b"))
                .faults(false, true);

        assertThat(faults).singleElement().asString().startsWith(name + " is ").endsWith(bound);
    }

    @Test
    void theDefaultsBoundEachOther() {
        assertThat(settings(Map.of("goldfish.server-id", "a", "goldfish.server-secret", "b"))
                        .faults(false, true))
                .isEmpty();
    }

    private static Settings settings(Map<String, String> values) {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder();
        CONFIGS.keySet().forEach(builder::withMapping);
        SmallRyeConfig config =
                builder.addDiscoveredConverters().withDefaultValues(values).build();
        return new Settings(
                config.getConfigMapping(ServerConfig.class),
                config.getConfigMapping(AccessConfig.class),
                config.getConfigMapping(JobConfig.class),
                config.getConfigMapping(RedisConfig.class));
    }
}
