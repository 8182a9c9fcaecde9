package dev.goldfish.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.goldfish.client.GoldfishClient;
import dev.goldfish.client.GoldfishClientBuilder;
import dev.goldfish.client.ScriptedServer;
import dev.goldfish.client.UntrustedReplyException;
import dev.goldfish.client.UnverifiedRefusalException;
import dev.goldfish.signing.EnvelopeCodec;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The Java client and a server that signs its replies under its own secret; {@link KeysTest} has the other mode. */
@QuarkusTest
@TestProfile(ClientsProfile.class)
class ServerSecretTest {
    private static final String SERVER_SECRET = "server_secret_key_123";
    private static final String SUM = "{\"numbers\":[10,20,30]}";

    @Test
    void theServersSecretVerifies() {
        assertThat(client().serverSecret(SERVER_SECRET)
                        .build()
                        .call("batch_sum", SUM)
                        .tree()
                        .path("total")
                        .asDouble())
                .isEqualTo(60.0);
    }

    @Test
    void oneOfSeveralSufficesWhileItIsRotated() {
        assertThat(client().serverSecret("the next one", SERVER_SECRET)
                        .build()
                        .call("batch_sum", SUM)
                        .json())
                .contains("60.0");
    }

    @Test
    void anotherOneDoesNot() {
        GoldfishClient client = client().serverSecret("the next one").build();

        assertThatThrownBy(() -> client.call("batch_sum", SUM)).isInstanceOf(UntrustedReplyException.class);
    }

    @Test
    void theClientsSecretAloneDoesNot() {
        GoldfishClient client = client().build();

        assertThatThrownBy(() -> client.call("batch_sum", SUM))
                .isInstanceOf(UntrustedReplyException.class)
                .hasMessageContaining("give the server's secret too");
    }

    @Test
    void aRefusalOfAStrangerProvesNothing() {
        GoldfishClient stranger =
                client().secret("wrong").serverSecret(SERVER_SECRET).build();

        assertThatThrownBy(() -> stranger.call("batch_sum", SUM))
                .isInstanceOf(UnverifiedRefusalException.class)
                .hasMessageContaining("bad signature");
    }

    /** Someone on the way has the call carried out, and passes on what the server said to him. */
    @Test
    void aRefusalOfSomebodyElseIsNoAnswerToACall() {
        try (ScriptedServer between = new ScriptedServer((exchange, envelope) -> {
            TestCaller.post(new String(EnvelopeCodec.write(envelope), StandardCharsets.US_ASCII))
                    .is(200, "ok");
            ObjectNode garbage = TestCaller.FIRST.envelope("batch_sum", SUM).put("request_id", envelope.requestId());
            Answer refusal = TestCaller.post(garbage.put("signature", "00").toString());
            ScriptedServer.send(exchange, refusal.http(), refusal.text().getBytes(StandardCharsets.US_ASCII));
        })) {
            GoldfishClient deceived =
                    client().url(between.url()).serverSecret(SERVER_SECRET).build();

            assertThatThrownBy(() -> deceived.call("batch_sum", SUM))
                    .isInstanceOf(UnverifiedRefusalException.class)
                    .hasMessageContaining("does not prove that the call was not carried out");
        }
    }

    @Test
    void aServerWithoutAKeyPublishesNone() {
        assertThat(RestAssured.get("/.well-known/jwks.json").asString()).isEqualTo("{\"keys\":[]}");
    }

    private static GoldfishClientBuilder client() {
        return GoldfishClient.builder()
                .url("http://localhost:" + RestAssured.port)
                .serverId(TestCaller.SERVER_ID)
                .clientId("client-001")
                .secret("client_secret_key_456");
    }
}
