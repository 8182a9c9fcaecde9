package dev.goldfish.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goldfish.client.cli.CliRun;
import dev.goldfish.client.cli.KeySetServer;
import dev.goldfish.signing.Ed25519Key;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A server that writes to the terminal of whoever asks it. */
class ClientTerminalAttackTest {
    private static final Ed25519Key SERVER = Ed25519Key.generate();

    @RegisterExtension
    final Row row = new Row();

    @Attack("A96")
    @Test
    void aKeySetThatWritesToTheTerminal() {
        row.promises("client error");
        for (String made : List.of(
                "\"kid\":\"\\u001b[2Jthumbprint fake\"",
                "\"kid\":\"\u009b2J\u202efake\"",
                "\"note\":\"" + " ".repeat(200) + "thumbprint fake\"",
                "\"\u001b]0;fake\u0007\":1")) {
            String key = "\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\""
                    + SERVER.publicKey().base64url() + "\"";
            try (KeySetServer server = new KeySetServer("{\"keys\":[{" + made + "," + key + "}]}")) {
                CliRun run = CliRun.of("jwks", "--url", server.url()).run();

                assertThat(run.out() + run.err()).doesNotContain("fake").matches("[\\n -~]*");
                assertThat(run.out()).isIn("", "{\"keys\":[{" + key + "}]}\n");
            }
        }
    }
}
