package dev.goldfish.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.goldfish.protocol.ErrorCode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What Prometheus learns about calls, jobs and Redis. */
@QuarkusTest
@TestProfile(ClientsProfile.class)
class MetricsTest {
    private static final int STRANGE = 1_000;

    @Test
    void aCallIsTimedByItsToolAndStatus() {
        double before = calls("tool=\"batch_sum\"", "status=\"ok\"");

        TestCaller.FIRST.call("batch_sum", "{\"numbers\":[1]}").is(200, "ok");

        assertThat(calls("tool=\"batch_sum\"", "status=\"ok\"")).isEqualTo(before + 1);
    }

    @Test
    void aRefusalIsCountedByItsError() {
        double before = refusals(ErrorCode.INVALID_ARGUMENTS);

        TestCaller.FIRST.call("batch_sum", "{}").is(422, "error");

        assertThat(refusals(ErrorCode.INVALID_ARGUMENTS)).isEqualTo(before + 1);
    }

    @Test
    void aCallWhoseCallerWentAwayIsCountedByItsTool() {
        String jobId =
                TestCaller.FIRST.call("start_long_task", "{\"seconds\":5}").jobId();
        byte[] poll = TestCaller.FIRST.rawRequest(
                TestCaller.FIRST.envelope("poll_job", "{\"job_id\":\"" + jobId + "\",\"wait_ms\":30000}"));
        double before = unanswered();

        try (RawConnection connection = new RawConnection()) {
            connection.send(poll);
            await().until(() -> Scrape.now().value("goldfish_calls_in_flight") == 1);
        }

        await().until(() -> unanswered() == before + 1);
        // Others count what runs.
        TestCaller.FIRST.call("poll_job", "{\"job_id\":\"" + jobId + "\",\"wait_ms\":30000}");
    }

    @Test
    void everyErrorHasItsCounterFromTheStart() {
        Scrape scrape = Scrape.now();

        for (ErrorCode code : ErrorCode.values()) {
            assertThat(scrape.series()).anyMatch(series -> series.contains("error=\"" + code.text() + "\""));
        }
    }

    @Test
    void aPollThatTellsOfAFailureIsNoRefusal() {
        String jobId =
                TestCaller.FIRST.call("test_fail_job", "{\"how\":\"said\"}").jobId();
        double before = refusals(ErrorCode.TOOL_FAILED);

        TestCaller.FIRST
                .call("poll_job", "{\"job_id\":\"" + jobId + "\",\"wait_ms\":30000}")
                .is(200, "error");

        assertThat(refusals(ErrorCode.TOOL_FAILED)).isEqualTo(before);
    }

    @Test
    void jobsAreCountedWhileTheyRunAndWhenTheyEnd() {
        double before = ended("cancelled");
        String jobId =
                TestCaller.FIRST.call("start_long_task", "{\"seconds\":20}").jobId();

        await().until(() -> Scrape.now().value("goldfish_jobs", "state=\"running\"") >= 1);
        TestCaller.FIRST.call("cancel_job", "{\"job_id\":\"" + jobId + "\"}");

        await().untilAsserted(() -> assertThat(ended("cancelled")).isEqualTo(before + 1));
        assertThat(Scrape.now().names())
                .contains("goldfish_jobs_oldest_seconds", "goldfish_jobs_queue_limit", "goldfish_leases_lost_total");
    }

    @Test
    void roundTripsToRedisAreTimedByScript() {
        // The first of all brings the script to Redis, which takes a round trip more.
        TestCaller.FIRST.call("batch_sum", "{\"numbers\":[1]}");
        double before = Scrape.now().value("goldfish_redis_seconds_count", "command=\"admit\"");

        TestCaller.FIRST.call("batch_sum", "{\"numbers\":[1]}");

        assertThat(Scrape.now().value("goldfish_redis_seconds_count", "command=\"admit\""))
                .isEqualTo(before + 1);
        assertThat(Scrape.now().value("goldfish_redis_up")).isEqualTo(1);
    }

    @Test
    void theUseOfKeysIsCounted() {
        double before = Scrape.now().value("goldfish_keys_used_total");

        TestCaller.SECOND.call("batch_sum", "{\"numbers\":[1]}");

        assertThat(Scrape.now().value("goldfish_keys_used_total")).isEqualTo(before + 1);
    }

    @Test
    void whatCallersMakeUpAddsNoSeries() {
        strange(0).join();
        TestCaller.FIRST.call("batch_sum", "{\"numbers\":[1]}");
        Set<String> before = new TreeSet<>(Scrape.now().series());

        for (int from = 0; from < STRANGE; from += 50) {
            CompletableFuture.allOf(IntStream.range(from, from + 50)
                            .mapToObj(MetricsTest::strange)
                            .toArray(CompletableFuture[]::new))
                    .join();
        }

        Set<String> more = new TreeSet<>(Scrape.now().series());
        more.removeAll(before);
        // What the reaper does meanwhile may be new.
        more.removeIf(series -> series.contains("command=") || series.startsWith("goldfish_jobs"));
        assertThat(more).isEmpty();
    }

    /** A tool that is none, and a client that is none with methods, request ids and errors of its own. */
    private static CompletableFuture<?> strange(int i) {
        ObjectNode envelope = TestCaller.FIRST.envelope("batch_sum", "{}").put("client_id", "stranger-" + i);
        CompletableFuture<?> tool = TestCaller.FIRST.callAsync("tool-" + i, "{}");
        return CompletableFuture.allOf(tool, TestCaller.FIRST.sendAsync(envelope));
    }

    private static double calls(String... labels) {
        return Scrape.now().value("goldfish_calls_seconds_count", labels);
    }

    private static double refusals(ErrorCode code) {
        return Scrape.now().value("goldfish_refusals_total", "error=\"" + code.text() + "\"");
    }

    private static double unanswered() {
        return Scrape.now().value("goldfish_calls_unanswered_total", "tool=\"poll_job\"");
    }

    private static double ended(String state) {
        return Scrape.now().value("goldfish_jobs_ended_total", "tool=\"start_long_task\"", "state=\"" + state + "\"");
    }
}
