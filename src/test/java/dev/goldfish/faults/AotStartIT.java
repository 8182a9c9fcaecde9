package dev.goldfish.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.goldfish.packaging.QuarkusPackage;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/** The script that the container image uses records a cache, with which the server is ready sooner. */
@Tag("operations")
@EnabledForJreRange(min = JRE.JAVA_25)
@DisabledIf(value = "dev.goldfish.faults.ServerPackage#isNative", disabledReason = "an AOT cache is a JVM's")
class AotStartIT {
    private static final int RUNS = 5;
    private static final Path SCRIPT =
            Path.of("deploy", "docker", "train-aot.sh").toAbsolutePath();

    @Test
    void readyInLessTime(@TempDir Path dir) {
        Path jar = QuarkusPackage.named("goldfish-for-aot")
                .withServer()
                .withSetting("quarkus.package.jar.type", "aot-jar")
                .build();
        // A cache holds for the very command line, as it is in the container image.
        Path home = jar.getParent();
        train(home);
        String java = ServerPackage.JAVA.toString();
        // With this mode it refuses to start where the cache does not fit.
        ServerPackage with = new ServerPackage(
                List.of(java, "-XX:AOTCache=goldfish.aot", "-XX:AOTMode=on", "-jar", "quarkus-run.jar"));
        ServerPackage without = new ServerPackage(List.of(java, "-XX:AOTMode=off", "-jar", "quarkus-run.jar"));

        List<Long> withMs = new ArrayList<>();
        List<Long> withoutMs = new ArrayList<>();
        try (RedisProcess redis = RedisProcess.start("redis", dir)) {
            for (int run = 0; run < RUNS; run++) {
                withMs.add(millisToReady(with, "with-" + run, home, redis));
                withoutMs.add(millisToReady(without, "without-" + run, home, redis));
            }
        }

        System.out.printf(
                "ready after: %d ms with the AOT cache, %d ms without (medians of %s and %s)%n",
                median(withMs), median(withoutMs), withMs, withoutMs);
        assertThat(median(withMs)).isLessThanOrEqualTo(median(withoutMs) * 3 / 4);
    }

    private static void train(Path dir) {
        Map<String, String> path =
                Map.of("PATH", ServerPackage.JAVA.getParent() + File.pathSeparator + System.getenv("PATH"));
        try (LocalProcess training = LocalProcess.start(List.of("sh", SCRIPT.toString()), path, dir, "training")) {
            assertThat(training.awaitExit(120)).as(training.log()).isZero();
        }
    }

    private static long millisToReady(ServerPackage server, String name, Path dir, RedisProcess redis) {
        long began = System.nanoTime();
        try (Replica replica = Replica.start(server, name, dir, redis.uri(), Map.of())) {
            await("ready")
                    .atMost(Duration.ofSeconds(60))
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(10))
                    .failFast(() -> !replica.process().alive())
                    .until(replica::isReady);
            return Duration.ofNanos(System.nanoTime() - began).toMillis();
        }
    }

    private static long median(List<Long> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
