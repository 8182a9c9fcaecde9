package dev.goldfish.attacks;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.goldfish.access.RegistryFile;
import dev.goldfish.access.ReplyKeys;
import dev.goldfish.signing.Ed25519Key;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A clients file in which one client could speak for another. */
class AuthnRegistryAttackTest {
    private static final String SECRET = "shared-secret-of-two-clients-0001";

    @RegisterExtension
    final Row row = new Row();

    @Attack("A31")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"secrets\": [\"" + SECRET + "\"]",
                "\"secrets\": [{\"secret\": \"" + SECRET + "\"}]",
                "\"secrets\": [{\"secret\": \"" + SECRET + "\", \"not_after\": \"2020-01-01T00:00:00Z\"}]",
                "\"secrets\": [{\"secret_file\": \"shared\"}]",
                "\"secrets\": [\"" + SECRET + "\"], \"enabled\": false",
            })
    void oneSecretForTwoClients(String second) {
        RegistryFile file = new RegistryFile(32, new ReplyKeys(secret -> secret, Ed25519Key.generate()));
        String json = "{\"clients\": {\"alice\": {\"secrets\": [\"" + SECRET + "\"], \"tools\": []}, \"bob\": {"
                + second + ", \"tools\": []}}}";

        row.promises("startup");
        assertThatThrownBy(() -> file.parse(json, name -> SECRET + "\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("alice", "bob")
                .hasMessageNotContaining(SECRET);
    }
}
