package dev.goldfish.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tools that come with the server, from outside. */
@QuarkusTest
@TestProfile(ClientsProfile.class)
class BuiltInToolsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void theServerSaysWhoItIs() {
        JsonNode identity =
                TestCaller.FIRST.call("server_identity", "{}").is(200, "ok").result();

        assertThat(identity.path("server_id").asText()).isEqualTo("mcp-server-001");
        // printf server_secret_key_123 | sha256sum | cut -c1-16
        assertThat(identity.path("fingerprint").asText()).isEqualTo("c8961fa7a791e78f");
        JsonNode capabilities = identity.path("capabilities");
        assertThat(capabilities.path("async").asBoolean()).isTrue();
        assertThat(capabilities.path("stateless").asBoolean()).isTrue();
        assertThat(capabilities.path("protocol").asText()).isEqualTo("mcp/0.1");
        assertThat(capabilities.path("reply_key").asText()).isEqualTo("server-secret");
        assertThat(capabilities.at("/limits/max_body_bytes").asInt()).isEqualTo(262_144);
        assertThat(capabilities.at("/limits/time_window_ms").asInt()).isEqualTo(300_000);
    }

    @Test
    void theServerDescribesTheToolsThatAreGranted() {
        assertThat(toolNames(TestCaller.FIRST))
                .contains("batch_sum", "cancel_job", "list_jobs", "poll_job", "server_identity", "start_long_task");
        assertThat(toolNames(TestCaller.LIMITED)).containsExactly("batch_sum", "poll_job", "server_identity");
    }

    @Test
    void theServerDescribesWhatAToolTakesAndGives() throws Exception {
        JsonNode sum = description("batch_sum");
        assertThat(sum.path("starts_job").asBoolean()).isFalse();
        assertThat(sum.path("description").asText()).isNotEmpty();
        assertThat(sum.at("/input_schema/required")).isEqualTo(JSON.readTree("[\"numbers\"]"));
        assertThat(sum.at("/output_schema/properties/total/type").asText()).isEqualTo("number");
        assertThat(description("start_long_task").path("starts_job").asBoolean())
                .isTrue();
        assertThat(description("start_long_task")
                        .at("/input_schema/properties/seconds/maximum")
                        .asInt())
                .isEqualTo(20);
        assertThat(description("list_jobs").at("/input_schema/properties/status/enum"))
                .isEqualTo(JSON.readTree("[\"running\",\"done\",\"error\"]"));
    }

    @Test
    void everyArgumentOfABuiltInToolIsDescribed() {
        for (String tool :
                List.of("batch_sum", "cancel_job", "list_jobs", "poll_job", "server_identity", "start_long_task")) {
            assertThat(description(tool).at("/input_schema/properties"))
                    .as(tool)
                    .isNotEmpty()
                    .allSatisfy(argument ->
                            assertThat(argument.path("description").asText()).endsWith("."));
        }
    }

    @Test
    void theServerDescribesOneToolIfAsked() {
        JsonNode tools = TestCaller.FIRST
                .call("server_identity", "{\"tool\":\"batch_sum\"}")
                .is(200, "ok")
                .result()
                .at("/capabilities/tools");

        assertThat(tools).hasSize(1);
        assertThat(tools.path(0)).isEqualTo(description("batch_sum"));
        TestCaller.LIMITED
                .call("server_identity", "{\"tool\":\"start_long_task\"}")
                .refused(422, "invalid arguments: tool: no such tool, or you may not call it");
    }

    @Test
    void theServerLeavesSchemasOutIfAsked() {
        JsonNode tools = TestCaller.FIRST
                .call("server_identity", "{\"schemas\":false}")
                .is(200, "ok")
                .result()
                .at("/capabilities/tools");

        assertThat(tools).isNotEmpty().allSatisfy(tool -> {
            assertThat(tool.has("name")).isTrue();
            assertThat(tool.has("input_schema")).isFalse();
            assertThat(tool.has("output_schema")).isFalse();
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[10,20,30]              | 3 | 60.0",
                "[0.1,0.2]               | 2 | 0.30000000000000004",
                "[1e16]                  | 1 | 1e+16",
                "[0.00001]               | 1 | 1e-05",
                "[123456789012345680]    | 1 | 1.2345678901234568e+17",
                "[-5]                    | 1 | -5.0",
                "[1e308,1e308,-1e308]    | - | -",
                "[1,1e16,-1e16]          | 3 | 0.0",
                "[5e-324]                | 1 | 5e-324",
            })
    void aSumIsAFloat(String numbers, String count, String total) {
        Answer answer = TestCaller.FIRST.call("batch_sum", "{\"numbers\":" + numbers + "}");

        if (count.equals("-")) {
            answer.is(422, "error");
        } else {
            assertThat(answer.is(200, "ok").text())
                    .contains("\"result\":{\"count\":" + count + ",\"total\":" + total + "}");
        }
    }

    @Test
    void theVersionAndEmptyArgsMayBeLeftOut() {
        ObjectNode full = TestCaller.FIRST.envelope("server_identity", "{}");
        ObjectNode sent = full.deepCopy().put("signature", TestCaller.FIRST.signature(full));
        sent.remove(List.of("v", "args"));

        TestCaller.post(sent.toString()).is(200, "ok");
    }

    @Test
    void whatIsSignedIsTheValueAndNotItsSpelling() throws Exception {
        ObjectNode envelope =
                TestCaller.FIRST.envelope("start_long_task", "{\"seconds\":1,\"payload\":{\"z\":\"é😀\",\"a\":1e3}}");
        envelope.put("signature", TestCaller.FIRST.signature(envelope));

        TestCaller.post(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(envelope))
                .is(202, "accepted");
    }

    @Test
    void aLongTaskEndsWithItsPayload() throws Exception {
        String payload = "{\"b\":[1,2.50,null,true],\"a\":{\"é\":\"😀\"},\"n\":123456789012345678901234567890}";

        Answer start = TestCaller.FIRST.call("start_long_task", "{\"seconds\":1,\"payload\":" + payload + "}");

        assertThat(start.is(202, "accepted").jobId())
                .matches("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
        assertThat(start.result()).isEqualTo(JSON.createObjectNode().put("job_id", start.jobId()));
        assertThat(poll(start.jobId(), 30_000).is(200, "done").text())
                .contains("\"result\":{\"a\":{\"\\u00e9\":\"\\ud83d\\ude00\"},\"b\":[1,2.5,null,true],"
                        + "\"n\":123456789012345678901234567890}");
    }

    @Test
    void aTaskWithoutAPayloadEndsWithAnEmptyOne() {
        String jobId = start(TestCaller.FIRST, 1);

        assertThat(poll(jobId, 30_000).is(200, "done").result()).isEqualTo(JSON.createObjectNode());
    }

    @Test
    void aPollWithoutAWaitAnswersAtOnce() {
        String jobId = start(TestCaller.FIRST, 20);

        Answer poll = poll(jobId, 0).is(200, "running");

        assertThat(poll.jobId()).isEqualTo(jobId);
        assertThat(poll.result().path("attempt").asInt()).isEqualTo(1);
        assertThat(poll.result().path("progress").isFloatingPointNumber()).isTrue();
        assertThat(poll.result().path("message").isTextual()).isTrue();
        assertThat(poll.result().path("poll_after_ms").asInt()).isPositive();
        cancel(jobId);
    }

    @Test
    void aPollShowsProgress() {
        String jobId = start(TestCaller.FIRST, 20);

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(
                                poll(jobId, 0).result().path("progress").asDouble())
                        .isBetween(0.01, 0.99));
        cancel(jobId);
    }

    @Test
    void aPollEndsWhenItsWaitIsOver() {
        String jobId = start(TestCaller.FIRST, 20);

        long began = System.nanoTime();
        poll(jobId, 300).is(200, "running");

        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isBetween(Duration.ofMillis(300), Duration.ofMillis(2_000));
        cancel(jobId);
    }

    @Test
    void aWaitingPollLearnsTheEndAtOnce() {
        String jobId = start(TestCaller.FIRST, 20);
        CompletableFuture<Answer> waiting =
                TestCaller.FIRST.callAsync("poll_job", "{\"job_id\":\"" + jobId + "\",\"wait_ms\":30000}");

        long began = System.nanoTime();
        cancel(jobId);

        TestCaller.join(waiting).refused(200, "job cancelled");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void aRepeatedStartIsTheSameJob() {
        ObjectNode envelope = TestCaller.FIRST.envelope("start_long_task", "{\"seconds\":1}");
        Answer first = TestCaller.FIRST.send(envelope).is(202, "accepted");

        Answer whileItRuns = TestCaller.FIRST.send(TestCaller.again(envelope)).is(202, "accepted");
        poll(first.jobId(), 30_000).is(200, "done");
        Answer afterItsEnd = TestCaller.FIRST.send(TestCaller.again(envelope)).is(202, "accepted");

        assertThat(whileItRuns.jobId()).isEqualTo(first.jobId());
        assertThat(afterItsEnd.jobId()).isEqualTo(first.jobId());
    }

    @Test
    void aRunningJobIsCancelled() {
        String jobId = start(TestCaller.FIRST, 20);

        assertThat(cancel(jobId).http()).isEqualTo(200);

        poll(jobId, 30_000).refused(200, "job cancelled");
    }

    @Test
    void aJobThatIsDoneStaysDone() {
        String jobId = start(TestCaller.FIRST, 1);
        poll(jobId, 30_000).is(200, "done");

        cancel(jobId).is(200, "done");
        poll(jobId, 0).is(200, "done");
    }

    @Test
    void anotherClientsJobIsAnsweredLikeNone() {
        String jobId = start(TestCaller.FIRST, 1);
        for (String tool : List.of("poll_job", "cancel_job")) {
            Answer none = TestCaller.SECOND
                    .call(tool, jobArg("00000000-0000-8000-8000-000000000000"))
                    .refused(404, "unknown job");
            Answer anothers = TestCaller.SECOND.call(tool, jobArg(jobId)).refused(404, "unknown job");

            assertThat(anothers.withoutIdentity()).isEqualTo(none.withoutIdentity());
        }
        poll(jobId, 30_000).is(200, "done");
    }

    @ParameterizedTest
    @CsvSource({"''", "x", "'../../etc/passwd'", "'00000000-0000-8000-8000-00000000000G'", "'ä'"})
    void whatIsNoJobIdIsAnUnknownJob(String jobId) {
        TestCaller.FIRST.call("poll_job", jobArg(jobId)).refused(404, "unknown job");
        TestCaller.FIRST.call("cancel_job", jobArg(jobId)).refused(404, "unknown job");
    }

    @Test
    void jobsAreListedNewestFirstByStatusAndPageByPage() {
        List<String> started = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            String jobId = start(TestCaller.LISTER, 1);
            TestCaller.LISTER.call("poll_job", "{\"job_id\":\"" + jobId + "\",\"wait_ms\":1}");
            started.add(0, jobId);
        }
        String cancelled = started.get(2);
        TestCaller.LISTER.call("cancel_job", jobArg(cancelled));
        started.forEach(
                jobId -> TestCaller.LISTER.call("poll_job", "{\"job_id\":\"" + jobId + "\",\"wait_ms\":30000}"));
        String running = start(TestCaller.LISTER, 20);
        started.add(0, running);

        assertThat(ids(list("{}"))).isEqualTo(started);
        assertThat(ids(list("{\"status\":\"running\"}"))).containsExactly(running);
        assertThat(ids(list("{\"status\":\"error\"}"))).containsExactly(cancelled);
        assertThat(ids(list("{\"status\":\"done\"}"))).hasSize(4).doesNotContain(running, cancelled);
        assertThat(pages(2)).isEqualTo(started);
        assertThat(pages(1)).isEqualTo(started);
        assertThat(ids(list("{\"limit\":6}"))).isEqualTo(started);
        JsonNode entry = list("{\"status\":\"error\"}").path("jobs").path(0);
        assertThat(entry.path("tool").asText()).isEqualTo("start_long_task");
        assertThat(entry.path("status").asText()).isEqualTo("error");
        assertThat(entry.path("error").asText()).isEqualTo("job cancelled");
        assertThat(entry.path("created_ms").asLong())
                .isPositive()
                .isLessThanOrEqualTo(entry.path("ended_ms").asLong());
        assertThat(ids(TestCaller.SECOND
                        .call("list_jobs", "{\"limit\":200}")
                        .is(200, "ok")
                        .result()))
                .doesNotContainAnyElementsOf(started);
        TestCaller.LISTER.call("cancel_job", jobArg(running));
    }

    private static JsonNode list(String args) {
        return TestCaller.LISTER.call("list_jobs", args).is(200, "ok").result();
    }

    /** The ids of all jobs, read a few at a time. */
    private static List<String> pages(int limit) {
        List<String> all = new ArrayList<>();
        JsonNode page = list("{\"limit\":" + limit + "}");
        for (;
                !page.path("next_cursor").isNull();
                page = list("{\"limit\":" + limit + ",\"cursor\":" + page.path("next_cursor") + "}")) {
            assertThat(ids(page)).hasSize(limit);
            all.addAll(ids(page));
        }
        all.addAll(ids(page));
        return all;
    }

    private static List<String> ids(JsonNode page) {
        List<String> ids = new ArrayList<>();
        page.path("jobs").forEach(job -> ids.add(job.path("job_id").asText()));
        return ids;
    }

    private static List<String> toolNames(TestCaller caller) {
        List<String> names = new ArrayList<>();
        caller.call("server_identity", "{}")
                .result()
                .at("/capabilities/tools")
                .forEach(tool -> names.add(tool.path("name").asText()));
        return names;
    }

    private static JsonNode description(String name) {
        for (JsonNode tool :
                TestCaller.FIRST.call("server_identity", "{}").result().at("/capabilities/tools")) {
            if (tool.path("name").asText().equals(name)) {
                return tool;
            }
        }
        throw new AssertionError("no tool " + name);
    }

    private static String start(TestCaller caller, int seconds) {
        return caller.call("start_long_task", "{\"seconds\":" + seconds + "}")
                .is(202, "accepted")
                .jobId();
    }

    private static Answer poll(String jobId, int waitMs) {
        return TestCaller.FIRST.call("poll_job", "{\"job_id\":\"" + jobId + "\",\"wait_ms\":" + waitMs + "}");
    }

    private static Answer cancel(String jobId) {
        return TestCaller.FIRST.call("cancel_job", jobArg(jobId));
    }

    private static String jobArg(String jobId) {
        return "{\"job_id\":\"" + jobId + "\"}";
    }
}
