package dev.goldfish.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goldfish.client.ScriptedServer;
import dev.goldfish.protocol.Outcome;
import dev.goldfish.signing.EnvelopeCodec;
import dev.goldfish.signing.SecretTextTest.Spoiled;
import dev.goldfish.signing.SigningKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionTest {
    private static final String FOREIGN = "http://goldfish.invalid";

    @ParameterizedTest
    @CsvSource({
        "GOLDFISH_SECRET, --secret-file",
        "GOLDFISH_SERVER_ID, --server-id",
        "GOLDFISH_CLIENT_ID, --client-id",
    })
    void towardsAnotherMachineEverySettingMustBeGiven(String variable, String option) {
        CliRun run = CliRun.of("call", "x", "--url", FOREIGN)
                .env("GOLDFISH_SECRET", "s")
                .env("GOLDFISH_SERVER_ID", "server")
                .env("GOLDFISH_CLIENT_ID", "client")
                .env(variable, "")
                .run();

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains(option, variable);
    }

    @Test
    void aHostThatOnlyStartsLikeThisMachineIsAnother() {
        assertThat(CliRun.of("call", "x", "--url", "http://localhost.invalid")
                        .run()
                        .exitCode())
                .isEqualTo(ExitCode.USAGE);
    }

    @Test
    void anOptionGoesBeforeTheEnvironment(@TempDir Path dir) throws Exception {
        Path secret = Files.writeString(dir.resolve("secret"), "from a file\n");
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.ok("{}"))) {
            CliRun.of("call", "x", "--client-id", "option", "--secret-file", secret.toString())
                    .env("GOLDFISH_CLIENT_ID", "environment")
                    .env("GOLDFISH_SERVER_ID", "environment")
                    .env("GOLDFISH_SECRET", "environment")
                    .against(server);

            var envelope = server.envelopes().get(0);
            assertThat(envelope.clientId()).isEqualTo("option");
            assertThat(envelope.serverId()).isEqualTo("environment");
            assertThat(SigningKey.of("from a file").verifies(EnvelopeCodec.signedForm(envelope), envelope.signature()))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSecretWithSomethingUnseenIsRefused(Spoiled spoiled, @TempDir Path dir) throws Exception {
        String file = Files.writeString(dir.resolve("secret"), spoiled.text).toString();

        for (CliRun.Setup setup : List.of(
                CliRun.of("call", "x", "--secret-file", file),
                CliRun.of("call", "x", "--server-secret-file", file),
                CliRun.of("call", "x").env("GOLDFISH_SECRET", spoiled.text),
                CliRun.of("call", "x").env("GOLDFISH_SECRET", "own").env("GOLDFISH_SERVER_SECRET", spoiled.text))) {
            CliRun run = setup.env("GOLDFISH_URL", "http://127.0.0.1:9").run();

            assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(run.err())
                    .hasLineCount(1)
                    .containsAnyOf("--", "GOLDFISH_")
                    .doesNotContain("horse");
            assertThat(run.err()).contains(spoiled == Spoiled.LOST ? "deco" : spoiled.word);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--secret-file", "--server-secret-file", "--key-file", "--server-key-file"})
    void aSecretInPlaceOfItsFilesNameIsNotRepeated(String option) {
        for (String secret : List.of("hunter2", "/etc/hunter2", "a/hunter2", "-----BEGIN hunter2\n\0")) {
            CliRun run = CliRun.of("call", "x", option, secret)
                    .env(option.equals("--server-key-file") ? "GOLDFISH_KEY" : "GOLDFISH_UNUSED", "key")
                    .run();

            assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(run.err()).hasLineCount(1).contains(option).doesNotContain("hunter2");
        }
    }

    @Test
    void whoHasASecretOfTheirOwnVerifiesUnderIt() {
        SigningKey own = SigningKey.of("own").replyKey(ScriptedServer.SERVER_ID);
        try (ScriptedServer server = new ScriptedServer(
                (exchange, envelope) -> ScriptedServer.send(exchange, Outcome.ok("{}"), envelope, own))) {
            assertThat(CliRun.of("call", "x")
                            .env("GOLDFISH_SECRET", "own")
                            .against(server)
                            .exitCode())
                    .isZero();
        }
    }

    @Test
    void theServersSecretCanBeGiven(@TempDir Path dir) throws Exception {
        Path secret = Files.writeString(dir.resolve("secret"), ScriptedServer.SERVER_SECRET + "\r\n");
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.ok("{}"))) {
            assertThat(CliRun.of("call", "x", "--server-secret-file", secret.toString())
                            .env("GOLDFISH_SECRET", "own")
                            .against(server)
                            .exitCode())
                    .isZero();
        }
    }
}
