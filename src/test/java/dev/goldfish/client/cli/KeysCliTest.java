package dev.goldfish.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.goldfish.client.ScriptedServer;
import dev.goldfish.protocol.Envelope;
import dev.goldfish.protocol.Outcome;
import dev.goldfish.signing.Ed25519Key;
import dev.goldfish.signing.EnvelopeCodec;
import dev.goldfish.signing.PublicKeyText;
import dev.goldfish.signing.ReplyCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line's own keys: making them, calling with them, and verifying with the server's. */
class KeysCliTest {
    private static final Ed25519Key SERVER = Ed25519Key.generate();

    @TempDir
    private Path dir;

    @Test
    void keygenWritesASecretForItsOwnerOnly() throws IOException {
        CliRun run = CliRun.of("keygen", "--out", path("secret")).run();

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEmpty();
        assertThat(read("secret")).matches("[A-Za-z0-9_-]{43}\n");
        assertThat(run.err()).doesNotContain(read("secret").strip());
        assertOwnerOnly("secret");
    }

    @Test
    void keygenMakesAPair() throws IOException {
        CliRun run = CliRun.of("keygen", "--ed25519", "--out", path("key.pem")).run();

        assertThat(run.exitCode()).isZero();
        assertThat(PublicKeyText.one(run.out()))
                .isEqualTo(Ed25519Key.parse(read("key.pem")).publicKey());
        assertOwnerOnly("key.pem");
    }

    @Test
    void keygenReplacesNothingUnlessItIsForced() throws IOException {
        Files.writeString(dir.resolve("secret"), "precious");

        CliRun run = CliRun.of("keygen", "--out", path("secret")).run();
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("exists", "--force");
        assertThat(read("secret")).isEqualTo("precious");

        assertThat(CliRun.of("keygen", "--force", "--out", path("secret")).run().exitCode())
                .isZero();
        assertThat(read("secret")).isNotEqualTo("precious");
        try (var files = Files.list(dir)) {
            assertThat(files).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r--r--", "rw-rw-rw-", "r--------"})
    void whatIsReplacedIsForItsOwnerOnly(String permissions) throws IOException {
        for (List<String> command : List.of(
                List.of("keygen"),
                List.of("keygen", "--ed25519"),
                List.of("client", "add", "a" + permissions.hashCode(), "--clients-file", path("clients.json")))) {
            Files.deleteIfExists(dir.resolve("clients.json"));
            Path old = Files.writeString(dir.resolve("secret"), "precious");
            Files.setPosixFilePermissions(old, PosixFilePermissions.fromString(permissions));
            Files.createLink(dir.resolve("kept open"), old);

            List<String> line = new ArrayList<>(command);
            line.addAll(List.of("--force", "--out", path("secret")));
            assertThat(CliRun.of(line.toArray(String[]::new)).run().exitCode()).isZero();

            assertOwnerOnly("secret");
            // Who had the old file open reads nothing of the new secret.
            assertThat(read("kept open")).isEqualTo("precious");
            Files.delete(dir.resolve("kept open"));
            Files.delete(old);
        }
    }

    @Test
    void aPrivateKeyIsNeverPrinted() {
        CliRun run = CliRun.of("keygen", "--ed25519").run();

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("--out");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void callsWithAPrivateKeyAndVerifiesWithTheServers() throws IOException {
        Ed25519Key key = Ed25519Key.generate();
        Files.writeString(dir.resolve("key.pem"), key.pem());
        Files.writeString(dir.resolve("server.pem"), SERVER.publicKey().pem());
        try (ScriptedServer server = new ScriptedServer(KeysCliTest::signed)) {
            CliRun run = CliRun.of("call", "x", "--key-file", path("key.pem"), "--server-key-file", path("server.pem"))
                    .against(server);

            assertThat(run).isEqualTo(new CliRun(0, "{}\n", "", 0));
            Envelope envelope = server.envelopes().get(0);
            assertThat(key.publicKey().verifies(EnvelopeCodec.signedForm(envelope), envelope.signature()))
                    .isTrue();
        }
    }

    @Test
    void takesBothKeysFromTheEnvironment() {
        try (ScriptedServer server = new ScriptedServer(KeysCliTest::signed)) {
            assertThat(CliRun.of("call", "x")
                            .env("GOLDFISH_KEY", Ed25519Key.generate().pem())
                            .env("GOLDFISH_SERVER_KEY", SERVER.publicKey().base64url())
                            .against(server)
                            .exitCode())
                    .isZero();
        }
    }

    @Test
    void aReplyOfAnotherServerIsNotTrusted() {
        try (ScriptedServer server = new ScriptedServer(KeysCliTest::signed)) {
            CliRun run = CliRun.of("call", "x")
                    .env("GOLDFISH_KEY", Ed25519Key.generate().pem())
                    .env(
                            "GOLDFISH_SERVER_KEY",
                            Ed25519Key.generate().publicKey().base64url())
                    .against(server);

            assertThat(run.exitCode()).isEqualTo(ExitCode.REFUSED);
            assertThat(run.err()).contains("not signed with the server's key");
            assertThat(run.out()).isEmpty();
        }
    }

    @Test
    void aPrivateKeyWithoutTheServersIsNotEnough() {
        CliRun run = CliRun.of("call", "x")
                .env("GOLDFISH_KEY", Ed25519Key.generate().pem())
                .run();

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).hasLineCount(1).contains("--server-key-file", "goldfish jwks");
    }

    @Test
    void aSecretAndAPrivateKeyAreOneTooMany() {
        CliRun run =
                CliRun.of("call", "x", "--key-file", "a", "--secret-file", "b").run();

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("either --secret-file or --key-file");
    }

    @Test
    void takesSeveralServerSecretsWhileTheyAreRotated() throws IOException {
        Files.writeString(dir.resolve("next"), "another");
        Files.writeString(dir.resolve("current"), ScriptedServer.SERVER_SECRET);
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.ok("{}"))) {
            assertThat(CliRun.of(
                                    "call",
                                    "x",
                                    "--server-secret-file",
                                    path("next"),
                                    "--server-secret-file",
                                    path("current"))
                            .env("GOLDFISH_SECRET", "own")
                            .against(server)
                            .exitCode())
                    .isZero();
        }
    }

    @Test
    void jwksPrintsWhatTheServerPublishes() {
        String keys = published();
        try (KeySetServer server = new KeySetServer(keys)) {
            CliRun run = CliRun.of("jwks", "--url", server.url()).run();

            assertThat(run.exitCode()).isZero();
            assertThat(run.out()).isEqualTo(keys + "\n");
            assertThat(run.err()).contains(SERVER.publicKey().thumbprint());
        }
    }

    @Test
    void keysThatAreNotWrittenAreNoSuccess() {
        try (KeySetServer server = new KeySetServer(published())) {
            CliRun run = CliRun.of("jwks", "--url", server.url()).onFullDisk().run();

            assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        }
        assertThat(CliRun.of("keygen", "--ed25519", "--out", path("key.pem"))
                        .onFullDisk()
                        .run()
                        .exitCode())
                .isEqualTo(ExitCode.USAGE);
    }

    @Test
    void jwksOfAServerWithoutAKeyIsNothingToTrust() {
        try (KeySetServer server = new KeySetServer("{\"keys\":[]}")) {
            CliRun run = CliRun.of("jwks", "--url", server.url()).run();

            assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(run.out()).isEmpty();
        }
    }

    private static void signed(HttpExchange exchange, Envelope envelope) throws IOException {
        ScriptedServer.send(exchange, 200, ReplyCodec.write(ScriptedServer.reply(envelope, Outcome.ok("{}")), SERVER));
    }

    private static String published() {
        return "{\"keys\":[{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\""
                + SERVER.publicKey().base64url() + "\"}]}";
    }

    private String path(String name) {
        return dir.resolve(name).toString();
    }

    private String read(String name) throws IOException {
        return Files.readString(dir.resolve(name));
    }

    private void assertOwnerOnly(String name) throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve(name))))
                .isEqualTo("rw-------");
    }
}
