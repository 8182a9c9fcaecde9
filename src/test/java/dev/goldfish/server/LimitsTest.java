package dev.goldfish.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.inject.Any;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a server does that is full, that forgets, and whose replies are signed with keys of the clients' own. */
@QuarkusTest
@TestProfile(LimitsProfile.class)
class LimitsTest {
    private static final TestCaller FIRST = TestCaller.FIRST.withOwnReplyKey();
    private static final TestCaller SECOND = TestCaller.SECOND.withOwnReplyKey();
    private static final String TWENTY_SECONDS = "{\"seconds\":20}";

    private final List<String> started = new ArrayList<>();

    @Inject
    @Any
    TestTools.Once once;

    @AfterEach
    void leaveNoJobBehind() {
        // The waiting ones first, so that none of them begins.
        Collections.reverse(started);
        started.forEach(jobId -> FIRST.call("cancel_job", jobArg(jobId)));
        started.forEach(jobId -> poll(FIRST, jobId, 30_000));
    }

    @Test
    void aClientHasAQuotaOfUnfinishedJobs() {
        start();
        start();

        Answer third = FIRST.call("start_long_task", TWENTY_SECONDS)
                .refused(429, "too many requests: this client has too many unfinished jobs");

        assertThat(third.retryAfter()).isEqualTo("1");
    }

    @Test
    void aServerWhoseSlotsAndQueueAreFullIsBusy() {
        start();
        Answer waiting = SECOND.call("start_long_task", TWENTY_SECONDS).is(202, "accepted");

        Answer refused = SECOND.call("start_long_task", TWENTY_SECONDS).refused(503, "server busy");

        assertThat(refused.retryAfter()).isEqualTo("1");
        SECOND.call("cancel_job", jobArg(waiting.jobId())).refused(200, "job cancelled");
    }

    @Test
    void aRepeatedStartIsNoFurtherJob() {
        ObjectNode first = FIRST.envelope("start_long_task", TWENTY_SECONDS);
        String jobId = start(first);
        start();

        assertThat(FIRST.send(TestCaller.again(first)).is(202, "accepted").jobId())
                .isEqualTo(jobId);
    }

    @Test
    void argumentsAreCheckedBeforeLimits() {
        start();
        start();

        assertThat(FIRST.call("start_long_task", "{\"seconds\":21}")
                        .is(422, "error")
                        .error())
                .startsWith("invalid arguments");
    }

    @Test
    void aJobThatWaitsIsCancelledAtOnce() {
        start();
        String waiting = start();
        assertThat(poll(FIRST, waiting, 0)
                        .is(200, "running")
                        .result()
                        .path("attempt")
                        .asInt())
                .isZero();

        FIRST.call("cancel_job", jobArg(waiting)).refused(200, "job cancelled");

        poll(FIRST, waiting, 0).refused(200, "job cancelled");
    }

    @Test
    void aJobThatWaitsRunsWhenASlotIsFree() {
        String running = start();
        String waiting = start(FIRST.envelope("start_long_task", "{\"seconds\":1}"));

        FIRST.call("cancel_job", jobArg(running));

        poll(FIRST, waiting, 30_000).is(200, "done");
    }

    @Test
    void aJobsResultIsKeptForAWhileAndItsNameForAnother() {
        String jobId = FIRST.call("start_long_task", "{\"seconds\":1}").jobId();
        poll(FIRST, jobId, 30_000).is(200, "done");

        awaitError(jobId, "job expired").is(410, "error");
        poll(SECOND, jobId, 0).refused(404, "unknown job");
        awaitError(jobId, "unknown job").is(404, "error");
    }

    @Test
    void anOutcomeIsRememberedForAWhile() {
        once.release("forgotten");
        ObjectNode envelope = FIRST.envelope("test_once", "{\"latch\":\"forgotten\"}");
        FIRST.send(envelope).is(200, "ok");
        int runs = once.runs();

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(
                        () -> assertThat(FIRST.send(TestCaller.again(envelope)).error())
                                .startsWith("job expired: "));

        assertThat(once.runs()).isEqualTo(runs);
    }

    @Test
    void repliesAreSignedForTheClientAlone() {
        FIRST.call("batch_sum", "{\"numbers\":[1]}").is(200, "ok");
        FIRST.call("batch_sum", "{}").is(422, "error");
        FIRST.call("no_such_tool", "{}").refused(404, "unknown tool");
        FIRST.send(FIRST.envelope("batch_sum", "{}").put("ts_ms", 1)).refused(401, "stale timestamp");
        FIRST.send(FIRST.envelope("batch_sum", "{}").put("server_id", "another"))
                .refused(403, "wrong server");
        FIRST.sendTo("/test/broken", FIRST.envelope("batch_sum", "{}")).refused(500, "internal error");
    }

    @Test
    void repliesAreSignedWithTheSecretThatSignedTheRequest() {
        for (String secret : List.of("client_secret_key_old", "client_secret_key_new")) {
            new TestCaller("rotating", secret)
                    .withOwnReplyKey()
                    .call("batch_sum", "{\"numbers\":[1]}")
                    .is(200, "ok");
        }
    }

    @Test
    void strangersGetRepliesSignedWithTheServersSecret() {
        TestCaller.post("{}").is(400, "error");
        TestCaller.post("{}", "Content-Type", "text/plain").is(415, "error");
        TestCaller.post(" ".repeat(300_000)).is(413, "error");
        new TestCaller("client-001", "wrong").call("batch_sum", "{}").refused(401, "bad signature");
        new TestCaller("nobody", "wrong").call("batch_sum", "{}").refused(401, "bad signature");
    }

    @Test
    void theServerSaysWhichKeyItUses() {
        assertThat(FIRST.call("server_identity", "{}")
                        .result()
                        .at("/capabilities/reply_key")
                        .asText())
                .isEqualTo("client-secret");
    }

    private static Answer awaitError(String jobId, String error) {
        return await().atMost(Duration.ofSeconds(10))
                .until(() -> poll(FIRST, jobId, 0), answer -> answer.error().equals(error));
    }

    private String start() {
        return start(FIRST.envelope("start_long_task", TWENTY_SECONDS));
    }

    private String start(ObjectNode envelope) {
        String jobId = FIRST.send(envelope).is(202, "accepted").jobId();
        started.add(jobId);
        return jobId;
    }

    private static Answer poll(TestCaller caller, String jobId, int waitMs) {
        return caller.call("poll_job", "{\"job_id\":\"" + jobId + "\",\"wait_ms\":" + waitMs + "}");
    }

    private static String jobArg(String jobId) {
        return "{\"job_id\":\"" + jobId + "\"}";
    }
}
