package dev.goldfish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.goldfish.server.ServerConfig;
import dev.goldfish.signing.Ed25519Key;
import dev.goldfish.signing.SecretTextTest.Spoiled;
import dev.goldfish.signing.SigningKey;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
    private static final String SECRET = "correct-horse-battery-staple-0001";

    @TempDir
    private Path dir;

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n"})
    void oneLineBreakAtTheEndOfAFileIsNotPartOfTheSecret(String end) throws IOException {
        SigningKey key = Secrets.server(config("server-secret-file", file(SECRET + end)), true);

        assertThat(key.fingerprint()).isEqualTo(SigningKey.of(SECRET).fingerprint());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 31, 65})
    void inProductionASecretHasItsBounds(int length) throws IOException {
        ServerConfig config = config("server-secret-file", file("x".repeat(length)));

        assertThatThrownBy(() -> Secrets.server(config, true))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("goldfish.server-secret has " + length + " bytes")
                .hasMessageNotContaining("xx");
    }

    @Test
    void aMissingSecretSaysHowToGiveOne() {
        assertThatThrownBy(() -> Secrets.server(config("server-id", "a"), true))
                .isInstanceOf(StartupException.class)
                .hasMessageContainingAll("goldfish.server-secret-file", "keygen");
    }

    @Test
    void jobIdsDeriveFromTheServersSecretUnlessTheyHaveTheirOwn() {
        SigningKey server = SigningKey.of(SECRET);

        assertThat(Secrets.jobIds(config("server-id", "a"), server, true)).isSameAs(server);
        assertThat(Secrets.jobIds(config("job-id-secret", SECRET + "x"), server, true)
                        .fingerprint())
                .isEqualTo(SigningKey.of(SECRET + "x").fingerprint());
    }

    @Test
    void readsTheServersKey() throws IOException {
        Ed25519Key key = Ed25519Key.generate();

        assertThat(Secrets.serverKey(config("server-id", "a"))).isNull();
        assertThat(Objects.requireNonNull(Secrets.serverKey(config("server-key-file", file(key.pem()))))
                        .publicKey())
                .isEqualTo(key.publicKey());
    }

    @Test
    void namesAKeyFileThatHoldsNone() throws IOException {
        ServerConfig config = config("server-key-file", file("hunter2"));

        assertThatThrownBy(() -> Secrets.serverKey(config))
                .isInstanceOf(StartupException.class)
                .hasMessageStartingWith("goldfish.server-key-file " + dir)
                .hasMessageNotContaining("hunter2");
    }

    @ParameterizedTest
    @EnumSource
    void aSecretWithSomethingUnseenStopsTheStart(Spoiled spoiled) throws IOException {
        SigningKey server = SigningKey.of(SECRET);
        String file = file(spoiled.text);

        for (ThrowingCallable reading : List.<ThrowingCallable>of(
                () -> Secrets.server(config("server-secret-file", file), true),
                () -> Secrets.server(config("server-secret", spoiled.text), true),
                () -> Secrets.server(config("server-secret", spoiled.text), false),
                () -> Secrets.jobIds(config("job-id-secret-file", file), server, true),
                () -> Secrets.jobIds(config("job-id-secret", spoiled.text), server, true))) {
            assertThatThrownBy(reading)
                    .isInstanceOf(StartupException.class)
                    .hasMessageStartingWith("goldfish.")
                    .hasMessageContaining(spoiled.word)
                    .hasMessageNotContainingAny("horse", "\n");
        }
    }

    @Test
    void aSecretInPlaceOfItsFilesNameIsNotRepeated() {
        for (String name : List.of("server-secret-file", "job-id-secret-file", "server-key-file")) {
            for (String secret : List.of(SECRET, "/etc/" + SECRET, "horse/" + SECRET)) {
                ServerConfig config = config(name, secret);

                assertThatThrownBy(() -> {
                            Secrets.serverKey(config);
                            Secrets.jobIds(config, Secrets.server(config, true), true);
                        })
                        .isInstanceOf(StartupException.class)
                        .hasMessageNotContaining("horse")
                        .hasNoCause();
            }
        }
    }

    @Test
    void aFileThatIsNoUtf8IsNamed() throws IOException {
        Path file = Files.write(dir.resolve("utf-16"), SECRET.getBytes(StandardCharsets.UTF_16));

        assertThatThrownBy(() -> Secrets.server(config("server-secret-file", file.toString()), true))
                .isInstanceOf(StartupException.class)
                .hasMessageContainingAll("goldfish.server-secret-file", file.toString(), "as UTF-8");
    }

    private String file(String text) throws IOException {
        return Files.writeString(dir.resolve("file"), text).toString();
    }

    private static ServerConfig config(String name, String value) {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(ServerConfig.class)
                .withDefaultValues(Map.of("goldfish." + name, value));
        return builder.build().getConfigMapping(ServerConfig.class);
    }
}
