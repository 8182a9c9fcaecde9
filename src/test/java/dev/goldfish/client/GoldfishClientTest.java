package dev.goldfish.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.goldfish.protocol.Envelope;
import dev.goldfish.protocol.ErrorCode;
import dev.goldfish.protocol.Outcome;
import dev.goldfish.protocol.Status;
import dev.goldfish.signing.CanonicalJson;
import dev.goldfish.signing.EnvelopeCodec;
import dev.goldfish.signing.SigningKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GoldfishClientTest {
    record Sum(int count, double total) {}

    record Numbers(List<Integer> numbers) {}

    @Test
    void signsTheBytesThatItSends() {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.ok("{}"))) {
            server.client().build().call("batch_sum", "{ \"b\": 1.50, \"a\": \"\u00fc\" }");

            byte[] sent = server.bodies().get(0);
            Envelope envelope = EnvelopeCodec.read(sent).envelope();
            assertThat(new String(sent, StandardCharsets.US_ASCII))
                    .isEqualTo(CanonicalJson.parse(sent).text())
                    .contains("\"args\":{\"a\":\"\\u00fc\",\"b\":1.5}");
            assertThat(SigningKey.of(ScriptedServer.SECRET)
                            .verifies(EnvelopeCodec.signedForm(envelope), envelope.signature()))
                    .isTrue();
        }
    }

    @Test
    void bindsArgumentsAndResults() {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.ok("{\"count\":2,\"new\":1,\"total\":3.0}"))) {
            Answer answer = server.client().build().call("batch_sum", new Numbers(List.of(1, 2)));

            assertThat(server.envelopes().get(0).args()).isEqualTo("{\"numbers\":[1,2]}");
            assertThat(answer.as(Sum.class)).isEqualTo(new Sum(2, 3.0));
            assertThat(answer.json()).isEqualTo("{\"count\":2,\"new\":1,\"total\":3.0}");
        }
    }

    @Test
    void sendsNothingThatIsNoObject() {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.ok("{}"))) {
            GoldfishClient client = server.client().build();

            for (Object args : List.of("[1]", "{", "{\"a\":1,\"a\":2}", "{\"a\":\"\ud800\"}", List.of(1))) {
                assertThatIllegalArgumentException().isThrownBy(() -> client.call("x", args));
            }
            assertThatIllegalArgumentException().isThrownBy(() -> client.call("no tool", "{}"));
            assertThat(server.bodies()).isEmpty();
        }
    }

    @Test
    void startReturnsTheIdOfTheJob() {
        try (ScriptedServer server =
                new ScriptedServer(ScriptedServer.outcome(Outcome.accepted("{\"job_id\":\"j-1\"}")))) {
            assertThat(server.client().build().start("start_long_task", Map.of("seconds", 1), "mine"))
                    .isEqualTo("j-1");
            assertThat(server.envelopes().get(0).requestId()).isEqualTo("mine");
        }
    }

    @Test
    void startOfAToolThatStartsNoJobKeepsTheAnswer() {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.ok("{\"job_id\":\"j-1\"}"))) {
            assertThatThrownBy(() -> server.client().build().start("batch_sum", "{}"))
                    .isInstanceOfSatisfying(
                            UnexpectedReplyException.class,
                            e -> assertThat(e.answer().status()).isEqualTo(Status.OK));
        }
    }

    @Test
    void pollsWithAWait() {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.running(0.25))) {
            GoldfishClient client = server.client().build();

            Answer answer = client.poll("j-1", Duration.ofSeconds(2));

            assertThat(server.envelopes().get(0).args()).isEqualTo("{\"job_id\":\"j-1\",\"wait_ms\":2000}");
            assertThat(Progress.of(answer)).isEqualTo(new Progress("j-1", 0.25, "working", 1, Duration.ofMillis(1)));
            assertThatIllegalArgumentException().isThrownBy(() -> client.poll("j-1", Duration.ofSeconds(31)));
        }
    }

    @Test
    void aJobThatEndedBadlyIsAFailureAndNoRefusal() {
        try (ScriptedServer server = new ScriptedServer(
                ScriptedServer.outcome(Outcome.jobEnded(ErrorCode.TOOL_FAILED.withDetail("no paper"))))) {
            assertThatThrownBy(() -> server.client().build().poll("j-1", Duration.ZERO))
                    .isInstanceOfSatisfying(ToolFailedException.class, e -> {
                        assertThat(e.code()).isEqualTo(ErrorCode.TOOL_FAILED);
                        assertThat(e.error()).isEqualTo("tool failed: no paper");
                    });
        }
    }

    @Test
    void cancellingAnswersWithTheJobsEnd() {
        try (ScriptedServer server = new ScriptedServer(
                ScriptedServer.outcome(Outcome.jobEnded(ErrorCode.JOB_CANCELLED.withDetail(null))))) {
            Answer answer = server.client().build().cancel("j-1");

            assertThat(answer.reply().error()).isEqualTo("job cancelled");
        }
    }

    @Test
    void listsJobs() {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.ok("{\"jobs\":[{\"job_id\":\"j-1\","
                + "\"progress\":0.5,\"status\":\"running\",\"tool\":\"start_long_task\"}],\"next_cursor\":\"c\"}"))) {
            JobQuery query = new JobQuery("running", 1, null);
            JobPage page = server.client().build().jobs(query);

            assertThat(server.envelopes().get(0).args()).isEqualTo("{\"limit\":1,\"status\":\"running\"}");
            assertThat(page.jobs()).containsExactly(new JobPage.Job("j-1", "start_long_task", "running", 0.5));
            assertThat(query.after(page)).isEqualTo(new JobQuery("running", 1, "c"));
        }
    }

    @Test
    void verifiesUnderTheClientsSecretWhereItKnowsNoOther() {
        try (ScriptedServer server = new ScriptedServer((exchange, envelope) ->
                ScriptedServer.send(exchange, Outcome.ok("{}"), envelope, ScriptedServer.REPLY_KEY))) {
            GoldfishClient client = GoldfishClient.builder()
                    .url(server.url() + "/")
                    .serverId(ScriptedServer.SERVER_ID)
                    .clientId(ScriptedServer.CLIENT_ID)
                    .secret(ScriptedServer.SECRET)
                    .build();

            assertThat(client.call("x", "{}").status()).isEqualTo(Status.OK);
        }
    }

    @Test
    void showsTheBytesOnTheWire() {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.ok("{}"))) {
            List<byte[]> seen = new ArrayList<>();
            server.client()
                    .wire(new Wire() {
                        @Override
                        public void sent(byte[] envelope) {
                            seen.add(envelope);
                        }

                        @Override
                        public void received(int httpStatus, byte[] body) {
                            assertThat(httpStatus).isEqualTo(200);
                            seen.add(body);
                        }
                    })
                    .build()
                    .call("x", "{}");

            assertThat(seen).hasSize(2);
            assertThat(seen.get(0)).isEqualTo(server.bodies().get(0));
            assertThat(new String(seen.get(1), StandardCharsets.US_ASCII)).startsWith("{\"error\":null,");
        }
    }

    @Test
    void namesTheSettingThatIsMissing() {
        assertThatIllegalStateException()
                .isThrownBy(
                        () -> GoldfishClient.builder().secret("s").clientId("c").build())
                .withMessage("serverId is not set");
    }

    @Test
    void takesNoUrlThatHoldsASecretOrIsNone() {
        for (String url : List.of("localhost:8080", "ftp://host", "http://user:pw@host", "http://host?x=1")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> GoldfishClient.builder().url(url))
                    .withMessageNotContaining("pw");
        }
    }
}
