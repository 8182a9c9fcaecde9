package dev.goldfish.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goldfish.client.GoldfishClient;
import dev.goldfish.server.TestCaller;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands between the client and a real server, and does not keep to its place. */
@QuarkusTest
@TestProfile(AttacksProfile.class)
class ClientGatewayAttackTest {
    @RegisterExtension
    final Row row = new Row();

    @Attack("A91")
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void eachMessageIsSentTwice(int times) throws Exception {
        row.promises("the outcome");
        int before = Purchase.runs();
        try (RepeatingGateway gateway = new RepeatingGateway(times);
                GoldfishClient client = GoldfishClient.builder()
                        .url(gateway.url())
                        .serverId(TestCaller.SERVER_ID)
                        .clientId("client-001")
                        .secret("client_secret_key_456")
                        .build()) {
            assertThat(client.call("test_purchase", Map.of()).json()).isEqualTo("{\"receipt\":" + (before + 1) + "}");
        }
        assertThat(Purchase.runs()).isEqualTo(before + 1);
    }
}
