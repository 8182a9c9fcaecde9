package dev.goldfish.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.inject.Any;
import jakarta.inject.Inject;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of an admitted call: its arguments, its tool's failure, and that its work is done once. */
@QuarkusTest
@TestProfile(ClientsProfile.class)
class ToolCallTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Inject
    @Any
    TestTools.Once once;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "batch_sum       | {}                              | numbers: is missing",
                "batch_sum       | {\"numbers\":null}              | numbers: must be an array, null came",
                "batch_sum       | {\"numbers\":[]}                | numbers: must not be empty",
                "batch_sum       | {\"numbers\":{}}                | numbers: must be an array, an object came",
                "batch_sum       | {\"numbers\":\"77\"}            | numbers: must be an array, a string came",
                "batch_sum       | {\"numbers\":77}                | numbers: must be an array, a number came",
                "batch_sum       | {\"numbers\":[1,\"77\"]}        | numbers[1]: must be a number, a string came",
                "batch_sum       | {\"numbers\":[1,true]}          | numbers[1]: must be a number, a boolean came",
                "batch_sum       | {\"numbers\":[1,[77]]}          | numbers[1]: must be a number, an array came",
                "batch_sum       | {\"numbers\":[1,{}]}            | numbers[1]: must be a number, an object came",
                "batch_sum       | {\"numbers\":[1,null]}          | numbers[1]: must be a number, null came",
                "batch_sum       | {\"numbers\":[1],\"other\":77}  | other: no such argument",
                "batch_sum       | {\"numbers\":[1.7e308,1.7e308]} | numbers: their total must be finite",
                "batch_sum       | {\"numbers\":[-1.7e308,-1e308]} | numbers: their total must be finite",
                "start_long_task | {}                              | seconds: is missing",
                "start_long_task | {\"seconds\":null}              | seconds: must be an integer, null came",
                "start_long_task | {\"seconds\":0}                 | seconds: must be greater than or equal to 1",
                "start_long_task | {\"seconds\":-77}               | seconds: must be greater than or equal to 1",
                "start_long_task | {\"seconds\":21}                | seconds: must be less than or equal to 20",
                "start_long_task | {\"seconds\":2.5}               | seconds: must be an integer, a number with a fraction came",
                "start_long_task | {\"seconds\":\"2\"}             | seconds: must be an integer, a string came",
                "start_long_task | {\"seconds\":\"\"}              | seconds: must be an integer, a string came",
                "start_long_task | {\"seconds\":true}              | seconds: must be an integer, a boolean came",
                "start_long_task | {\"seconds\":[2]}               | seconds: must be an integer, an array came",
                "start_long_task | {\"seconds\":{}}                | seconds: must be an integer, an object came",
                "start_long_task | {\"seconds\":77777777777}       | seconds: must be less than or equal to 20",
                "start_long_task | {\"seconds\":1,\"payload\":null} | payload: must be an object, null came",
                "start_long_task | {\"seconds\":1,\"payload\":[]}  | payload: must be an object, an array came",
                "start_long_task | {\"seconds\":1,\"payload\":77}  | payload: must be an object, a number came",
                "start_long_task | {\"seconds\":1,\"payload\":\"\"} | payload: must be an object, a string came",
                "start_long_task | {\"seconds\":1,\"other\":77}    | other: no such argument",
                "server_identity | {\"other\":77}                  | other: no such argument",
                "poll_job        | {}                              | job_id: is missing",
                "poll_job        | {\"job_id\":77}                 | job_id: must be a string, a number came",
                "poll_job        | {\"job_id\":\"x\",\"wait_ms\":-77}   | wait_ms: must be greater than or equal to 0",
                "poll_job        | {\"job_id\":\"x\",\"wait_ms\":30001} | wait_ms: must be less than or equal to 30000",
                "cancel_job      | {\"job_id\":null}               | job_id: must be a string, null came",
                "list_jobs       | {\"limit\":0}                   | limit: must be greater than or equal to 1",
                "list_jobs       | {\"limit\":201}                 | limit: must be less than or equal to 200",
                "list_jobs       | {\"status\":\"DONE\"}           | status: must be one of running, done, error",
                "list_jobs       | {\"status\":0}                  | status: must be one of running, done, error, a number came",
            })
    void argumentsThatBreakARule(String tool, String args, String violation) {
        Answer answer = TestCaller.FIRST.call(tool, args).refused(422, "invalid arguments: " + violation);

        assertThat(answer.error()).doesNotContain("77");
    }

    @Test
    void aCursorOfNoPage() {
        assertThat(TestCaller.FIRST
                        .call("list_jobs", "{\"cursor\":\"hunter2\"}")
                        .is(422, "error")
                        .error())
                .startsWith("invalid arguments: cursor: must match")
                .doesNotContain("hunter2");
    }

    @Test
    void everyViolationIsListed() {
        TestCaller.FIRST
                .call("poll_job", "{\"wait_ms\":-1}")
                .refused(422, "invalid arguments: job_id: is missing; wait_ms: must be greater than or equal to 0");
    }

    @Test
    void anIntegerMayBeWrittenAsModelsDo() {
        TestCaller.FIRST.call("start_long_task", "{\"seconds\":1.0}").is(202, "accepted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"test_fail", "test_fail_once"})
    void aLongMessageIsCut(String tool) {
        String error = TestCaller.FIRST.call(tool, how("long")).is(500, "error").error();

        assertThat(error).startsWith("tool failed: xxx").endsWith("x\ufffd...").hasSizeLessThan(2_100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"test_fail", "test_fail_once"})
    void aResultThatNoClientCouldReadIsAFailure(String tool) {
        TestCaller.FIRST.call(tool, how("deepest")).is(200, "ok");
        TestCaller.FIRST
                .call(tool, how("deep"))
                .refused(500, "tool failed: its result cannot be sent: nesting deeper than 64");
        pollOf(TestCaller.FIRST.call("test_fail_job", how("deepest"))).is(200, "done");
        pollOf(TestCaller.FIRST.call("test_fail_job", how("deep")))
                .refused(200, "tool failed: its result cannot be sent: nesting deeper than 64");
        assertThat(TestCaller.FIRST.call(tool, how("infinite")).is(500, "error").error())
                .startsWith("tool failed: its result cannot be sent: not JSON");
    }

    @ParameterizedTest
    @ValueSource(strings = {"test_fail", "test_fail_once"})
    void aToolsOwnMessageIsForTheCaller(String tool) {
        TestCaller.FIRST.call(tool, how("said")).refused(500, "tool failed: the printer is out of paper");
    }

    @ParameterizedTest
    @CsvSource({
        "test_fail, unsaid",
        "test_fail, checked",
        "test_fail, error",
        "test_fail, unwritable",
        "test_fail, unregistered",
        "test_fail_once, unsaid",
        "test_fail_once, checked",
        "test_fail_once, error",
        "test_fail_once, unwritable",
        "test_fail_once, unregistered",
    })
    void anyOtherFailureIsNot(String tool, String how) {
        TestCaller.FIRST.call(tool, how(how)).refused(500, "tool failed");
    }

    @Test
    void aToolMayRefuseItsArgumentsItself() {
        TestCaller.FIRST.call("test_fail", how("arguments")).refused(422, "invalid arguments: how: must be kinder");
    }

    @Test
    void aPollOfAJobThatFailedWorks() {
        pollOf(TestCaller.FIRST.call("test_fail_job", how("said")))
                .refused(200, "tool failed: the printer is out of paper");
        pollOf(TestCaller.FIRST.call("test_fail_job", how("unsaid"))).refused(200, "tool failed");
        pollOf(TestCaller.FIRST.call("test_fail_job", how("error"))).refused(200, "tool failed");
    }

    @Test
    void whatBreaksBehindTheDoorIsAnInternalErrorWithoutAWord() {
        ObjectNode envelope = TestCaller.FIRST.envelope("batch_sum", "{\"numbers\":[1]}");

        Answer answer = TestCaller.FIRST.sendTo("/test/broken", envelope).refused(500, "internal error");

        assertThat(answer.requestId()).isEqualTo(envelope.path("request_id").textValue());
    }

    @Test
    void aRepeatWhileTheWorkRunsIsToldSo() {
        ObjectNode envelope = TestCaller.FIRST.envelope("test_once", "{\"latch\":\"in-progress\"}");
        int before = once.runs();
        CompletableFuture<Answer> first = TestCaller.FIRST.sendAsync(envelope);
        await().until(() -> once.runs() > before);

        Answer repeat = TestCaller.FIRST.send(TestCaller.again(envelope)).refused(409, "request in progress");

        assertThat(repeat.retryAfter()).isEqualTo("1");
        assertThat(first).isNotDone();
        once.release("in-progress");
        TestCaller.join(first).is(200, "ok");
        assertThat(once.runs()).isEqualTo(before + 1);
    }

    @Test
    void aRepeatGetsTheRememberedOutcomeNewlySigned() {
        once.release("remembered");
        ObjectNode envelope = TestCaller.FIRST.envelope("test_once", "{\"latch\":\"remembered\"}");
        Answer first = TestCaller.FIRST.send(envelope).is(200, "ok");
        int runs = once.runs();

        Answer repeat = TestCaller.FIRST.send(TestCaller.again(envelope)).is(200, "ok");

        assertThat(repeat.result()).isEqualTo(first.result());
        assertThat(repeat.requestId()).isEqualTo(first.requestId());
        assertThat(once.runs()).isEqualTo(runs);
    }

    @Test
    void aRememberedFailureIsRepeatedAsItWas() {
        ObjectNode envelope = TestCaller.FIRST.envelope("test_fail_once", how("said"));

        for (int i = 0; i < 2; i++) {
            TestCaller.FIRST.send(TestCaller.again(envelope)).refused(500, "tool failed: the printer is out of paper");
        }
    }

    @Test
    void anotherClientsRequestIdIsOtherWork() {
        once.release("shared");
        ObjectNode first = TestCaller.FIRST.envelope("test_once", "{\"latch\":\"shared\"}");
        ObjectNode second = TestCaller.SECOND.envelope("test_once", "{\"latch\":\"shared\"}");
        second.set("request_id", first.get("request_id"));

        int run =
                TestCaller.FIRST.send(first).is(200, "ok").result().path("run").asInt();

        assertThat(TestCaller.SECOND
                        .send(second)
                        .is(200, "ok")
                        .result()
                        .path("run")
                        .asInt())
                .isGreaterThan(run);
    }

    @Test
    void aRequestIdNamesOneCall() throws Exception {
        once.release("reused");
        ObjectNode envelope = TestCaller.FIRST.envelope("test_once", "{\"latch\":\"reused\"}");
        TestCaller.FIRST.send(envelope).is(200, "ok");

        ObjectNode otherArgs = TestCaller.again(envelope);
        otherArgs.set("args", JSON.readTree("{\"latch\":\"other\"}"));
        TestCaller.FIRST.send(otherArgs).refused(409, "request id reused");
        ObjectNode otherTool = TestCaller.again(envelope).put("tool", "test_fail_once");
        otherTool.set("args", JSON.readTree(how("said")));
        TestCaller.FIRST.send(otherTool).refused(409, "request id reused");
    }

    @Test
    void aRequestIdNamesOneJob() throws Exception {
        ObjectNode envelope = TestCaller.FIRST.envelope("test_fail_job", how("said"));
        TestCaller.FIRST.send(envelope).is(202, "accepted");

        ObjectNode otherArgs = TestCaller.again(envelope);
        otherArgs.set("args", JSON.readTree(how("unsaid")));
        TestCaller.FIRST.send(otherArgs).refused(409, "request id reused");
        ObjectNode otherTool = TestCaller.again(envelope).put("tool", "start_long_task");
        otherTool.set("args", JSON.readTree("{\"seconds\":1}"));
        TestCaller.FIRST.send(otherTool).refused(409, "request id reused");
        ObjectNode aCall = TestCaller.again(envelope).put("tool", "test_fail_once");
        TestCaller.FIRST.send(aCall).refused(409, "request id reused");
    }

    @Test
    void theSameArgumentsWrittenOtherwiseAreTheSameWork() throws Exception {
        once.release("sp\u00e4t");
        ObjectNode envelope = TestCaller.FIRST.envelope("test_once", "{\"latch\":\"sp\\u00e4t\"}");
        Answer first = TestCaller.FIRST.send(envelope).is(200, "ok");
        ObjectNode unlike = TestCaller.again(envelope);
        unlike.set("args", JSON.readTree("{ \"latch\" : \"sp\u00e4t\" }"));

        assertThat(TestCaller.FIRST.send(unlike).is(200, "ok").result()).isEqualTo(first.result());
    }

    private static Answer pollOf(Answer start) {
        start.is(202, "accepted");
        return TestCaller.FIRST.call("poll_job", "{\"job_id\":\"" + start.jobId() + "\",\"wait_ms\":30000}");
    }

    private static String how(String how) {
        return "{\"how\":\"" + how + "\"}";
    }
}
