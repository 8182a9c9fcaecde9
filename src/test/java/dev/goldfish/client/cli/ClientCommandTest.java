package dev.goldfish.client.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.goldfish.signing.Ed25519Key;
import dev.goldfish.signing.SigningKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SECRET = "the-secret-of-a-client-0000000001";
    private static final String REGISTRY =
            "{\"clients\": {\"a\": {\"secrets\": [\"" + SECRET + "\"], \"tools\": [\"poll_*\"]}}}";

    @TempDir
    private Path dir;

    @Test
    void addMakesARegistryForItsOwnerOnly() throws IOException {
        CliRun run = client("add", "new", "--tool", "batch_sum", "--tool", "poll_*", "--live-jobs", "5");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).matches("[A-Za-z0-9_-]{43}\n");
        assertThat(run.err())
                .contains("new key id " + SigningKey.of(run.out().strip()).fingerprint());
        assertThat(registry().at("/clients/new"))
                .isEqualTo(JSON.readTree("{\"secrets\":[\"" + run.out().strip()
                        + "\"],\"tools\":[\"batch_sum\",\"poll_*\"],\"live_jobs\":5}"));
        assertThat(permissions()).isEqualTo("rw-------");
    }

    @Test
    void addLeavesTheOthersAndThePermissionsAsTheyAre() throws IOException {
        Files.writeString(file(), REGISTRY);
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r-----"));

        assertThat(client("add", "b").exitCode()).isZero();

        assertThat(registry().at("/clients/a"))
                .isEqualTo(JSON.readTree(REGISTRY).at("/clients/a"));
        assertThat(registry().at("/clients/b/tools/0").asText()).isEqualTo("*");
        assertThat(permissions()).isEqualTo("rw-r-----");
        assertThat(files()).containsExactly("clients.json");
    }

    @Test
    void addRegistersAPublicKey() throws IOException {
        Ed25519Key key = Ed25519Key.generate();
        Files.writeString(dir.resolve("key.pub"), key.publicKey().pem());

        CliRun run =
                client("add", "signer", "--public-key", dir.resolve("key.pub").toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEmpty();
        assertThat(registry().at("/clients/signer/public_keys/0").asText())
                .isEqualTo(key.publicKey().base64url());
        assertThat(registry().at("/clients/signer").has("secrets")).isFalse();
    }

    @Test
    void theNewSecretMayGoToAFile() throws IOException {
        CliRun run = client("add", "new", "--out", dir.resolve("new.secret").toString());

        assertThat(run.out()).isEmpty();
        assertThat(Files.readString(dir.resolve("new.secret")).strip())
                .isEqualTo(registry().at("/clients/new/secrets/0").asText());
    }

    @Test
    void rotateKeepsTheOldSecretForTheOverlap() throws IOException {
        Files.writeString(file(), REGISTRY);

        CliRun run = client("rotate", "a", "--overlap", "48h");

        assertThat(run.exitCode()).isZero();
        JsonNode secrets = registry().at("/clients/a/secrets");
        assertThat(secrets.path(0).asText()).isEqualTo(run.out().strip());
        assertThat(secrets.path(1).path("secret").asText()).isEqualTo(SECRET);
        assertThat(Instant.parse(secrets.path(1).path("not_after").asText()))
                .isBetween(
                        Instant.now().plus(Duration.ofHours(47)), Instant.now().plus(Duration.ofHours(48)));
        assertThat(secrets).hasSize(2);
    }

    @Test
    void rotateShortensAnEndAndNeverPutsItOff() throws IOException {
        Instant soon = Instant.parse(Instant.now().plusSeconds(600).toString().substring(0, 19) + "Z");
        Files.writeString(
                file(),
                REGISTRY.replace(
                        "\"" + SECRET + "\"", "{\"secret\": \"" + SECRET + "\", \"not_after\": \"" + soon + "\"}"));

        assertThat(client("rotate", "a").exitCode()).isZero();

        assertThat(registry().at("/clients/a/secrets/1/not_after").asText()).isEqualTo(soon.toString());
    }

    @Test
    void rotateTakesOutWhatCountsNoMoreAndRefusesAFourth() throws IOException {
        Files.writeString(
                file(),
                REGISTRY.replace(
                        "\"" + SECRET + "\"",
                        "\"" + SECRET + "\", \"" + SECRET + "x\", {\"secret\": \"" + SECRET
                                + "y\", \"not_after\": \"2020-01-01T00:00:00Z\"}"));

        assertThat(client("rotate", "a").exitCode()).isZero();
        assertThat(registry().at("/clients/a/secrets")).hasSize(3);
        String before = Files.readString(file());

        CliRun fourth = client("rotate", "a", "--out", dir.resolve("unused").toString());
        assertThat(fourth.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(fourth.err()).hasLineCount(1).contains("client a has 3 secrets and keys that count");
        assertThat(Files.readString(file())).isEqualTo(before);
        assertThat(files()).containsExactly("clients.json");
    }

    @Test
    void rotateMovesAClientFromASecretToAKey() throws IOException {
        Files.writeString(file(), REGISTRY);
        Files.writeString(
                dir.resolve("key.pub"), Ed25519Key.generate().publicKey().base64url());

        assertThat(client("rotate", "a", "--public-key", dir.resolve("key.pub").toString())
                        .exitCode())
                .isZero();

        assertThat(registry().at("/clients/a/public_keys")).hasSize(1);
        assertThat(registry().at("/clients/a/secrets/0").has("not_after")).isTrue();
    }

    @Test
    void disableAndItsUndo() throws IOException {
        Files.writeString(file(), REGISTRY);

        assertThat(client("disable", "a").exitCode()).isZero();
        assertThat(registry().at("/clients/a/enabled").asBoolean(true)).isFalse();
        assertThat(client("disable", "a", "--undo").exitCode()).isZero();
        assertThat(registry().at("/clients/a/enabled").asBoolean(false)).isTrue();
    }

    @Test
    void listShowsKeyIdsAndNoSecret() throws IOException {
        Files.writeString(dir.resolve("b.secret"), SECRET + "b\n");
        Files.writeString(
                file(),
                REGISTRY.replace("\"tools\"", "\"enabled\": false, \"tools\"")
                        .replace(
                                "}}}",
                                "}, \"b\": {\"secrets\": [{\"secret_file\": \"b.secret\", \"not_after\":"
                                        + " \"2030-01-01T00:00:00Z\"}], \"tools\": []}}}"));

        CliRun run = client("list");

        assertThat(run.exitCode()).isZero();
        assertThat(JSON.readTree(run.out()))
                .isEqualTo(JSON.readTree("[{\"id\":\"a\",\"enabled\":false,\"keys\":[{\"kid\":\""
                        + SigningKey.of(SECRET).fingerprint()
                        + "\",\"kind\":\"hmac-sha256\"}],\"tools\":[\"poll_*\"]},"
                        + "{\"id\":\"b\",\"enabled\":true,\"keys\":[{\"kid\":\""
                        + SigningKey.of(SECRET + "b").fingerprint()
                        + "\",\"kind\":\"hmac-sha256\",\"not_after\":\"2030-01-01T00:00:00Z\"}],\"tools\":[]}]"));
        assertThat(run.out()).doesNotContain(SECRET);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"add a", "add b!", "rotate b", "disable b", "rotate a --overlap soon", "add b --live-jobs 0"})
    void whatCannotBeDoneChangesNothing(String line) throws IOException {
        Files.writeString(file(), REGISTRY);

        CliRun run = client(line.split(" "));

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).hasLineCount(1);
        assertThat(run.out()).isEmpty();
        assertThat(Files.readString(file())).isEqualTo(REGISTRY);
    }

    @Test
    void aRegistryThatNoServerWouldTakeIsNotEdited() throws IOException {
        Files.writeString(file(), REGISTRY.replace("\"tools\"", "\"hunter2\""));

        CliRun run = client("add", "b");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("client a: has a field other than").doesNotContain(SECRET, "hunter2");
    }

    @Test
    void editsAtTheSameTimeAllCount() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<CliRun>> runs = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                String id = "c" + i;
                runs.add(threads.submit(
                        () -> client("add", id, "--out", dir.resolve(id).toString())));
            }
            for (Future<CliRun> run : runs) {
                assertThat(run.get().exitCode()).as(run.get().err()).isZero();
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(registry().at("/clients")).hasSize(24);
        for (int i = 0; i < 24; i++) {
            assertThat(registry().at("/clients/c" + i + "/secrets/0").asText())
                    .isEqualTo(Files.readString(dir.resolve("c" + i)).strip());
        }
        assertThat(files()).hasSize(25).contains("clients.json");
    }

    @Test
    void anEditWaitsForAnotherOneAndSaysSo() throws Exception {
        Files.writeString(file(), REGISTRY);
        try (EditLock other = EditLock.of(file())) {
            assertThatThrownBy(() -> EditLock.of(file(), Duration.ofMillis(1)))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("is being edited by another goldfish command");
        }
        EditLock.of(file()).close();

        assertThat(files()).containsExactly("clients.json");
    }

    @Test
    void aLockThatAKilledCommandLeftHoldsNobodyUp() throws IOException {
        Files.writeString(file(), REGISTRY);
        Files.writeString(dir.resolve(".clients.json.lock"), "");

        assertThat(client("disable", "a").exitCode()).isZero();
        assertThat(files()).containsExactly("clients.json");
    }

    /** What this lock leads to, not even root may write. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void theLockOfAnotherUserIsWaitedForAndNamed() throws IOException {
        Files.writeString(file(), REGISTRY);
        Path lock = Files.createSymbolicLink(dir.resolve(".clients.json.lock"), Path.of("/proc/sys/kernel/ostype"));
        assumeThatThrownBy(() -> Files.newOutputStream(lock)).isInstanceOf(AccessDeniedException.class);

        assertThatThrownBy(() -> EditLock.of(file(), Duration.ofMillis(1)))
                .isInstanceOf(UsageException.class)
                .hasMessageContainingAll("is being edited", lock.toString());
        assertThat(lock).isSymbolicLink();
    }

    @ParameterizedTest
    @ValueSource(strings = {"add b", "rotate a"})
    void aSecretThatCannotBePrintedIsNotRegistered(String line) throws IOException {
        Files.writeString(file(), REGISTRY);

        CliRun run = CliRun.of(("client " + line).split(" "))
                .onFullDisk()
                .env("GOLDFISH_CLIENTS_FILE", file().toString())
                .run();

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).hasLineCount(1).contains("cannot write the result to standard output");
        assertThat(Files.readString(file())).isEqualTo(REGISTRY);
        assertThat(files()).containsExactly("clients.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"add b", "rotate a", "add b --force", "rotate a --force"})
    void aSecretIsNotWrittenOverADirectory(String line) throws IOException {
        Files.writeString(file(), REGISTRY);
        Files.createDirectory(dir.resolve("secrets"));

        CliRun run = client((line + " --out " + dir.resolve("secrets")).split(" "));

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).hasLineCount(1).contains("secrets is a directory");
        assertThat(Files.readString(file())).isEqualTo(REGISTRY);
        assertThat(files()).containsExactly("clients.json", "secrets");
    }

    @Test
    void aSecretThatCountsIsKeptBesideWhatCannotBeReplaced() throws IOException {
        Files.writeString(file(), REGISTRY);
        Path secret = dir.resolve("b.secret");

        assertThatThrownBy(() -> edit(
                        all -> all.putObject("b"), () -> PrivateFile.prepare(secret, "new", true), () -> mkdir(secret)))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("the new secret, which counts already, is in ");

        assertThat(registry().at("/clients").has("b")).isTrue();
        String beside = files().stream()
                .filter(name -> name.endsWith(".new"))
                .findFirst()
                .orElseThrow();
        assertThat(dir.resolve(beside)).hasContent("new");
    }

    private void edit(Consumer<ObjectNode> change, Supplier<PrivateFile> secret, Runnable last) {
        ClientsFile clients = new ClientsFile();
        clients.path = file().toString();
        clients.edit(
                Shell.of(Map.of(), InputStream.nullInputStream(), System.out, System.err, false),
                (json, path) -> {},
                change,
                secret,
                last);
    }

    private static void mkdir(Path path) {
        try {
            Files.createDirectory(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--force "})
    void aRefusedEditLeavesNoSecretBehind(String force) throws IOException {
        Files.writeString(file(), REGISTRY);
        Path secret = dir.resolve("b.secret");
        if (!force.isEmpty()) {
            Files.writeString(secret, "precious");
        }

        assertThatThrownBy(() -> edit(
                        all -> all.putObject("b"),
                        () -> {
                            PrivateFile prepared = PrivateFile.prepare(secret, "new", !force.isEmpty());
                            change(file());
                            return prepared;
                        },
                        () -> {}))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("changed by somebody else");

        if (force.isEmpty()) {
            assertThat(files()).containsExactly("clients.json");
        } else {
            assertThat(files()).containsExactly("b.secret", "clients.json");
            assertThat(secret).hasContent("precious");
        }
    }

    private static void change(Path file) {
        try {
            Files.writeString(file, "{}");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aFileThatIsOpenToEveryoneIsClosed() throws IOException {
        Files.writeString(file(), REGISTRY);
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-rw-rw-"));

        CliRun run = client("add", "b");

        assertThat(run.err()).contains("open to everyone");
        assertThat(permissions()).isEqualTo("rw-rw----");
    }

    @Test
    void aLinkStaysALink() throws IOException {
        Files.writeString(dir.resolve("real.json"), REGISTRY);
        Files.createSymbolicLink(file(), Path.of("real.json"));

        assertThat(client("disable", "a").exitCode()).isZero();

        assertThat(file()).isSymbolicLink();
        assertThat(Files.readString(dir.resolve("real.json"))).contains("enabled");
    }

    private CliRun client(String... args) {
        List<String> line = new ArrayList<>(List.of("client"));
        line.addAll(List.of(args));
        return CliRun.of(line.toArray(String[]::new))
                .env("GOLDFISH_CLIENTS_FILE", file().toString())
                .run();
    }

    private Path file() {
        return dir.resolve("clients.json");
    }

    private JsonNode registry() throws IOException {
        return JSON.readTree(Files.readString(file()));
    }

    private String permissions() throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file()));
    }

    private List<String> files() throws IOException {
        try (var files = Files.list(dir)) {
            return files.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }
}
