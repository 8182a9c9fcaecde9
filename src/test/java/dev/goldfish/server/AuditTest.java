package dev.goldfish.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an operator reads about a call, and what nobody ever does. */
@QuarkusTest
@TestProfile(ClientsProfile.class)
class AuditTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    private final AuditLog log = new AuditLog();

    @Inject
    Load load;

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void aCallIsOneEvent() {
        Answer answer = TestCaller.FIRST.call("batch_sum", "{\"numbers\":[1]}").is(200, "ok");

        AuditLog.Event event = log.event("request_id", answer.requestId());

        assertThat(event.fields())
                .containsEntry("client", "client-001")
                .containsEntry("tool", "batch_sum")
                .containsEntry("authenticated", "true")
                .containsEntry("status", "ok")
                .containsEntry("http", "200")
                .containsEntry("remote", "127.0.0.1")
                .containsKeys("ms", "age_ms")
                .doesNotContainKeys("error", "reason", "trace_id");
        assertThat(event.text()).startsWith("client=client-001 tool=batch_sum authenticated=true key=");
        assertThat(log.events())
                .filteredOn(any -> answer.requestId().equals(any.get("request_id")))
                .hasSize(1);
    }

    @Test
    void aRefusalSaysWhy() {
        Answer answer = TestCaller.FIRST.call("start_long_task", "{\"seconds\":21}");

        assertThat(log.event("request_id", answer.requestId()).fields())
                .containsEntry("status", "error")
                .containsEntry("error", "invalid arguments")
                .containsEntry("http", "422")
                .hasEntrySatisfying("reason", reason -> assertThat(reason).startsWith("seconds: "));
    }

    @Test
    void whatAStrangerClaimsIsNotProven() {
        Answer answer = new TestCaller("client-001", "a wrong secret").call("batch_sum", "{}");

        assertThat(log.event("request_id", answer.requestId()).fields())
                .containsEntry("client", "client-001")
                .containsEntry("authenticated", "false")
                .containsEntry("error", "bad signature")
                .containsEntry("remote", "127.0.0.1")
                .doesNotContainKey("age_ms");
    }

    @Test
    void aReplayNamesNoNonce() {
        ObjectNode envelope = TestCaller.FIRST.envelope("batch_sum", "{\"numbers\":[1]}");
        TestCaller.FIRST.send(envelope);
        TestCaller.FIRST.send(envelope).refused(409, "replayed nonce");

        assertThat(log.event("error", "replayed nonce").get("nonce_hash")).matches("[0-9a-f]{8}");
        assertThat(log.events())
                .noneMatch(event -> event.text().contains(envelope.path("nonce").asText()));
    }

    @Test
    void neverHoldsASecretASignatureOrAnArgument() {
        ObjectNode envelope =
                TestCaller.FIRST.envelope("start_long_task", "{\"seconds\":1,\"payload\":{\"card\":\"4111\"}}");
        String signature = TestCaller.FIRST.signature(envelope);
        TestCaller.FIRST.send(envelope).is(202, "accepted");
        Answer last = TestCaller.FIRST.send(TestCaller.again(envelope).put("server_id", "another"));
        log.event("error", "wrong server");

        assertThat(last.http()).isEqualTo(403);
        assertThat(log.events())
                .noneMatch(event -> event.text().contains("client_secret_key_456"))
                .noneMatch(event -> event.text().contains(signature))
                .noneMatch(event -> event.text().contains("4111"));
    }

    @Test
    void whatIsNoEnvelopeIsLoggedToo() {
        TestCaller.post("{\"request_id\":\"half-an-envelope\"}");

        assertThat(log.event("request_id", "half-an-envelope").fields())
                .containsEntry("error", "bad envelope")
                .containsEntry("authenticated", "false")
                .containsKey("reason");
    }

    @Test
    void aWrongMethodIsLoggedToo() {
        TestCaller.asStranger(
                java.net.http.HttpRequest.newBuilder(TestCaller.uri("/call")).build());

        assertThat(log.event("http", "405").get("error")).isEqualTo("bad envelope");
    }

    @Test
    void whoHangsUpBeforeTheAnswerIsLoggedOnce() {
        String jobId = TestCaller.FIRST
                .call("start_long_task", "{\"seconds\":20}")
                .is(202, "accepted")
                .jobId();
        ObjectNode poll = TestCaller.FIRST.envelope("poll_job", "{\"job_id\":\"" + jobId + "\",\"wait_ms\":30000}");
        String requestId = poll.path("request_id").asText();
        try (RawConnection connection = new RawConnection()) {
            connection.send(TestCaller.FIRST.rawRequest(poll));
            await().until(() -> load.calls() == 1);
        }

        assertThat(log.event("request_id", requestId).fields())
                .containsEntry("client", "client-001")
                .containsEntry("tool", "poll_job")
                .containsEntry("authenticated", "true")
                .containsEntry("unanswered", "true")
                .containsEntry("remote", "127.0.0.1")
                .doesNotContainKeys("status", "http", "error");
        TestCaller.FIRST.call("cancel_job", "{\"job_id\":\"" + jobId + "\"}");
        assertThat(log.events())
                .filteredOn(any -> requestId.equals(any.get("request_id")))
                .hasSize(1);
    }

    @Test
    void whoHangsUpInTheMiddleOfABodyIsNobody() {
        try (RawConnection connection = new RawConnection()) {
            connection.send(RawConnection.head(1_000)).send("{\"v\":");
            await().until(() -> load.incomingBytes() == 5);
        }

        assertThat(log.event("unanswered", "true").fields())
                .containsEntry("authenticated", "false")
                .containsEntry("bytes", "5")
                .containsEntry("remote", "127.0.0.1")
                .doesNotContainKeys("client", "tool", "request_id");
    }

    @Test
    void whatAStrangerWritesIsEscapedAndCut() {
        TestCaller.post("{}", "Content-Type", "text/plain; x=\"" + "\t".repeat(200) + "\"");

        String type = log.event("error", "unsupported media type").get("media_type");
        assertThat(type).startsWith("text/plain; x=\"\\u0009\\u0009").matches("[ -~]*");
        assertThat(log.events()).allMatch(event -> event.text().length() < 2_000);
    }

    @Test
    void belongsToTheTraceThatTheRequestNames() {
        post(TRACE, "traced");
        post("0".repeat(32), "no-trace");
        post("<script>alert(1)</script>", "bad-trace");

        assertThat(log.event("request_id", "traced").get("trace_id")).isEqualTo(TRACE);
        assertThat(log.event("request_id", "no-trace").get("trace_id")).isNull();
        assertThat(log.event("request_id", "bad-trace").get("trace_id")).isNull();
    }

    @Test
    void whatIsTooLargeIsCounted() {
        TestCaller.post(BodyPublishers.ofString(" ".repeat(300_000)));

        assertThat(log.event("error", "too large").fields()).containsEntry("bytes", "300000");
    }

    private static void post(String traceId, String requestId) {
        TestCaller.post(
                "{\"request_id\":\"" + requestId + "\"}",
                "Content-Type",
                "application/json",
                "traceparent",
                "00-" + traceId + "-b7ad6b7169203331-01");
    }
}
