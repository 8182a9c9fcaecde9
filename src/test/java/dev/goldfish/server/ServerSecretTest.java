package dev.goldfish.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.goldfish.client.GoldfishClient;
import dev.goldfish.client.GoldfishClientBuilder;
import dev.goldfish.client.RefusedException;
import dev.goldfish.client.UntrustedReplyException;
import dev.goldfish.protocol.ErrorCode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
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
    void aRefusalOfAStrangerIsVerifiedToo() {
        GoldfishClient stranger =
                client().secret("wrong").serverSecret(SERVER_SECRET).build();

        assertThatThrownBy(() -> stranger.call("batch_sum", SUM))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_SIGNATURE));
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
