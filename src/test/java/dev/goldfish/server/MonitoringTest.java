package dev.goldfish.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Alerts, dashboard and autoscaler ask for metrics that there are, or they would be silent for ever. */
@QuarkusTest
@TestProfile(ClientsProfile.class)
class MonitoringTest {
    private static final Pattern METRIC = Pattern.compile("\\b(goldfish|jvm)_[a-z_]+\\b(?=\\s*[{\\[() ,\"]|$)");

    @BeforeEach
    void use() {
        TestCaller.FIRST.call("batch_sum", "{\"numbers\":[1]}").is(200, "ok");
        TestCaller.FIRST.call("batch_sum", "{}").is(422, "error");
        String jobId =
                TestCaller.FIRST.call("start_long_task", "{\"seconds\":1}").jobId();
        TestCaller.FIRST
                .call("poll_job", "{\"job_id\":\"" + jobId + "\",\"wait_ms\":30000}")
                .is(200, "done");
        await().until(() ->
                Scrape.now().value("goldfish_jobs_ended_total", "tool=\"start_long_task\"", "state=\"done\"") > 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "deploy/monitoring/alerts.yaml",
                "deploy/monitoring/dashboard.json",
                "deploy/kubernetes/overlays/split/worker/scaledobject.yaml"
            })
    void asksForMetricsThatThereAre(String file) throws IOException {
        Set<String> asked = METRIC.matcher(Files.readString(Path.of(file)))
                .results()
                .map(found -> found.group())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(asked).isNotEmpty();
        assertThat(Scrape.now().names()).containsAll(asked);
    }
}
