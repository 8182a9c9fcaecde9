package dev.goldfish.job;

import static org.awaitility.Awaitility.await;

import dev.goldfish.redis.TestRedis;
import dev.goldfish.tool.Arguments;
import dev.goldfish.tool.ToolCatalog;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Validation;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A worker is alive while it takes its turns, however long these are apart and whatever the store does. */
class JobWorkerSilenceTest {
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void close() {
        timer.shutdownNow();
        threads.shutdownNow();
    }

    @Test
    void aStoreThatNeverAnswersLeavesAWorkerAlive() {
        assertAlive(worker(Map.of()));
    }

    @Test
    void aLongLeaseLeavesAWorkerAlive() {
        assertAlive(worker(Map.of("lease", "1h")));
    }

    /** Longer than any pause between two turns that does not depend on a setting. */
    private static void assertAlive(JobWorker worker) {
        worker.begin();
        await().during(Duration.ofSeconds(6))
                .atMost(Duration.ofSeconds(30))
                .until(() -> worker.silence().compareTo(Duration.ofSeconds(3)) < 0);
    }

    private JobWorker worker(Map<String, String> settings) {
        Arguments arguments = new Arguments(Validation.buildDefaultValidatorFactory());
        return new JobWorker(
                silentStore(),
                new ToolCatalog(List.of(), arguments),
                arguments,
                String::valueOf,
                TestRedis.jobConfig(settings),
                threads,
                timer,
                JobObserver.NONE,
                JobTraces.NONE);
    }

    /** As with a Redis that is frozen, and a time limit that is longer than anybody waits. */
    private static JobStore silentStore() {
        return (JobStore) Proxy.newProxyInstance(
                JobStore.class.getClassLoader(),
                new Class<?>[] {JobStore.class},
                (store, method, args) -> method.getReturnType() == Uni.class
                        ? Uni.createFrom().nothing()
                        : method.getReturnType() == boolean.class ? false : null);
    }
}
