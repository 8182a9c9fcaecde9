package dev.goldfish.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.goldfish.job.JobConfig;
import dev.goldfish.job.JobIds;
import dev.goldfish.job.JobObserver;
import dev.goldfish.job.JobService;
import dev.goldfish.job.JobStore;
import dev.goldfish.job.JobTraces;
import dev.goldfish.job.JobWorker;
import dev.goldfish.protocol.Outcome;
import dev.goldfish.redis.Doorbell;
import dev.goldfish.redis.RedisConfig;
import dev.goldfish.redis.RedisJobStore;
import dev.goldfish.redis.RedisLink;
import dev.goldfish.redis.RedisObserver;
import dev.goldfish.signing.SigningKey;
import dev.goldfish.tool.Arguments;
import dev.goldfish.tool.Caller;
import dev.goldfish.tool.JobContext;
import dev.goldfish.tool.JobTool;
import dev.goldfish.tool.ResultWriter;
import dev.goldfish.tool.ToolBean;
import dev.goldfish.tool.ToolCatalog;
import dev.goldfish.tool.ToolName;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import jakarta.validation.Validation;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A worker with tools that no production package should have. Its parts are the server's own, put together as the server
 * does it, without HTTP; as a process of its own it can be killed by its tools.
 */
final class ToolWorker implements AutoCloseable {
    @RegisterForReflection
    public record Nothing() {}

    /** Kills the process that runs it. */
    @ToolName(value = "poison", idempotent = true)
    static final class Poison implements JobTool<Nothing, Map<String, Object>> {
        @Override
        public Map<String, Object> run(Nothing input, JobContext job) {
            Runtime.getRuntime().halt(137);
            return Map.of();
        }
    }

    /** Takes 20 seconds, whatever one asks it to. */
    @ToolName(value = "stubborn", idempotent = true, maxRuntime = "PT3S")
    static final class Stubborn implements JobTool<Nothing, Map<String, Object>> {
        @Override
        public Map<String, Object> run(Nothing input, JobContext job) {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (System.nanoTime() < end) {
                try {
                    TimeUnit.MILLISECONDS.sleep(50);
                } catch (InterruptedException e) {
                    // On purpose.
                }
            }
            return Map.of("late", true);
        }
    }

    /** Takes two seconds, and stops when it is told to. */
    @ToolName(value = "good", idempotent = true)
    static final class Good implements JobTool<Nothing, Map<String, Object>> {
        @Override
        public Map<String, Object> run(Nothing input, JobContext job) throws InterruptedException {
            TimeUnit.SECONDS.sleep(2);
            return Map.of("good", true);
        }
    }

    private final Vertx vertx = Vertx.vertx();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(ToolWorker::daemon);
    private final ExecutorService threads = Executors.newCachedThreadPool(ToolWorker::daemon);
    private final RedisLink link;
    private final Doorbell doorbell;
    private final JobWorker worker;
    private final JobService service;
    private final ToolCatalog catalog;

    /** @param settings as environment variables */
    ToolWorker(String redisUri, Map<String, String> settings) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withSources(new EnvConfigSource(settings, 300))
                .withMapping(JobConfig.class)
                .withMapping(RedisConfig.class)
                .withValidateUnknown(false)
                .addDiscoveredConverters()
                .build();
        JobConfig jobs = config.getConfigMapping(JobConfig.class);
        Redis redis = Redis.createClient(vertx, redisUri);
        ObjectMapper json = new ObjectMapper();
        ResultWriter results = value -> {
            try {
                return json.writeValueAsString(value);
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(e);
            }
        };
        Arguments arguments =
                new Arguments(Validation.buildDefaultValidatorFactory().getValidator());
        catalog = new ToolCatalog(List.of(bean(new Poison()), bean(new Stubborn()), bean(new Good())), arguments);
        link = new RedisLink(redis, config.getConfigMapping(RedisConfig.class), RedisObserver.NONE);
        doorbell = new Doorbell(redis, timer);
        JobStore store = new RedisJobStore(link, doorbell, jobs);
        worker = new JobWorker(
                store, catalog, arguments, results, jobs, threads, timer, JobObserver.NONE, JobTraces.NONE);
        SigningKey key = SigningKey.of("the tool workers' secret");
        JobIds ids = new JobIds(text -> key.mac(text.getBytes(StandardCharsets.US_ASCII)));
        service = new JobService(store, worker, ids, jobs, results, timer, JobTraces.NONE);
    }

    private static ToolBean bean(JobTool<?, ?> tool) {
        return new ToolBean(
                Objects.requireNonNull(tool.getClass().getAnnotation(ToolName.class)), tool.getClass(), tool);
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "tool-worker");
        thread.setDaemon(true);
        return thread;
    }

    void begin() {
        doorbell.listen();
        worker.begin();
    }

    /** Starts a job and gives its id. */
    String start(String clientId, String tool, String requestId) throws JsonProcessingException {
        Caller caller = new Caller(clientId, requestId, name -> true);
        Outcome outcome = service.start(catalog.find(tool).orElseThrow(), caller, "{}")
                .await()
                .atMost(Duration.ofSeconds(20));
        return new ObjectMapper().readTree(outcome.result()).path("job_id").asText();
    }

    @Override
    public void close() {
        doorbell.close();
        link.close();
        timer.shutdownNow();
        threads.shutdownNow();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** Starts one as a process of its own, on the class path of the tests. */
    static LocalProcess startProcess(String name, Path dir, String redisUri, Map<String, String> settings) {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Map<String, String> environment = new HashMap<>(Replica.environment(dir, redisUri));
        environment.putAll(settings);
        return LocalProcess.start(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        absolute(classPath),
                        ToolWorker.class.getName(),
                        redisUri),
                environment,
                dir,
                name);
    }

    private static String absolute(String classPath) {
        String separator = System.getProperty("path.separator");
        return String.join(
                separator,
                Arrays.stream(classPath.split(separator))
                        .map(entry -> Path.of(entry).toAbsolutePath().toString())
                        .toList());
    }

    public static void main(String[] args) throws InterruptedException {
        ToolWorker worker = new ToolWorker(args[0], System.getenv());
        worker.begin();
        Thread.currentThread().join();
    }
}
