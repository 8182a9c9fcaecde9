package dev.goldfish.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.goldfish.job.TestTools.Failing;
import dev.goldfish.job.TestTools.Gated;
import dev.goldfish.job.TestTools.Silent;
import dev.goldfish.job.TestTools.Stubborn;
import dev.goldfish.job.TestTools.Talkative;
import dev.goldfish.protocol.Outcome;
import dev.goldfish.protocol.Status;
import dev.goldfish.redis.RedisJobStore;
import dev.goldfish.redis.TestRedis;
import dev.goldfish.signing.CanonicalJson;
import dev.goldfish.signing.SigningKey;
import dev.goldfish.tool.Arguments;
import dev.goldfish.tool.Caller;
import dev.goldfish.tool.ResultWriter;
import dev.goldfish.tool.ToolBean;
import dev.goldfish.tool.ToolCatalog;
import dev.goldfish.tool.ToolName;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Validation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;

/** One replica, as far as jobs are concerned, put together by hand. */
final class TestReplica {
    private static final SigningKey SERVER_KEY = SigningKey.of("server_secret_key_123");
    private static final ObjectMapper JSON = new ObjectMapper();

    final Gated gated = new Gated();
    final Stubborn stubborn = new Stubborn();
    final Silent silent = new Silent();
    final JobWorker worker;
    final JobService service;
    private final ToolCatalog catalog;

    TestReplica(TestRedis redis, ExecutorService threads, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(
                Map.of("lease", "3s", "retry-backoff", "1ms", "drain", "100ms", "max-result-size", "1000"));
        all.putAll(settings);
        JobConfig config = TestRedis.jobConfig(all);
        Arguments arguments = new Arguments(Validation.buildDefaultValidatorFactory());
        List<ToolBean> beans = new ArrayList<>();
        for (Object tool : List.of(gated, stubborn, silent, new Failing(), new Talkative())) {
            beans.add(new ToolBean(tool.getClass().getAnnotation(ToolName.class), tool.getClass(), tool));
        }
        catalog = new ToolCatalog(beans, arguments);
        RedisJobStore store = redis.store(config);
        ResultWriter results = TestReplica::write;
        worker = new JobWorker(
                store, catalog, arguments, results, config, threads, redis.timer(), JobObserver.NONE, JobTraces.NONE);
        JobIds ids = new JobIds(text -> SERVER_KEY.mac(text.getBytes(StandardCharsets.US_ASCII)));
        service = new JobService(store, worker, ids, config, results, redis.timer(), JobTraces.NONE);
        worker.begin();
    }

    String start(String tool, String args) {
        Outcome outcome = get(service.start(catalog.find(tool).orElseThrow(), caller(), args));
        assertThat(outcome.status()).as(String.valueOf(outcome.error())).isEqualTo(Status.ACCEPTED);
        return String.valueOf(outcome.result()).replaceAll(".*\"job_id\":\"([^\"]+)\".*", "$1");
    }

    Outcome poll(String jobId) {
        return get(service.poll(caller(), jobId, Duration.ZERO));
    }

    Uni<Outcome> longPoll(String jobId) {
        return service.poll(caller(), jobId, Duration.ofSeconds(30));
    }

    void cancel(String jobId) {
        get(service.cancel(caller(), jobId));
    }

    Outcome end(String jobId) {
        return await().until(
                        () -> get(service.poll(caller(), jobId, Duration.ofSeconds(1))),
                        outcome -> outcome.status() != Status.RUNNING);
    }

    private static Caller caller() {
        return new Caller("client-001", UUID.randomUUID().toString(), tool -> true);
    }

    private static String write(Object value) {
        try {
            return CanonicalJson.parse(JSON.writeValueAsBytes(value)).text();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(40));
    }
}
