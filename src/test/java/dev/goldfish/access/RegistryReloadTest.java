package dev.goldfish.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.goldfish.signing.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryReloadTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final String OLD = "the-old-secret-of-a-client-000001";
    private static final String NEW = "the-new-secret-of-a-client-000002";

    @TempDir
    private Path dir;

    @Test
    void readsWhatChanged() throws IOException {
        RegistryReload reload = reload(registry("a", OLD));
        ClientRegistry before = reload.live().get();

        Files.writeString(file(), registry("a", NEW));
        reload.look();

        assertThat(before.find("a")).isNotNull();
        assertSecret(reload, NEW);
        assertThat(reload.live().status()).isEqualTo(new LiveRegistry.Status(NOW, 1, 0, null, null));
    }

    @Test
    void comparesContentsAndNotTimes() throws IOException {
        RegistryReload reload = reload(registry("a", OLD));
        ClientRegistry before = reload.live().get();
        var time = Files.getLastModifiedTime(file());

        Files.writeString(file(), registry("a", OLD));
        reload.look();
        assertThat(reload.live().get()).isSameAs(before);

        Files.writeString(file(), registry("a", NEW));
        Files.setLastModifiedTime(file(), time);
        reload.look();
        assertSecret(reload, NEW);
    }

    @Test
    void aBadFileChangesNothingAndIsSaidOnce() throws IOException {
        RegistryReload reload = reload(registry("a", OLD));
        ClientRegistry before = reload.live().get();

        Files.writeString(file(), registry("a", "hunter2"));
        reload.look();
        reload.look();

        assertThat(reload.live().get()).isSameAs(before);
        LiveRegistry.Status status = reload.live().status();
        assertThat(status.failures()).isEqualTo(1);
        assertThat(status.failedAt()).isEqualTo(NOW);
        assertThat(status.failure()).startsWith("client a: a secret must have").doesNotContain("hunter2");
    }

    @Test
    void aGoodFileAfterABadOneIsRead() throws IOException {
        RegistryReload reload = reload(registry("a", OLD));
        Files.writeString(file(), registry("a", NEW).substring(0, 40));
        reload.look();

        Files.writeString(file(), registry("a", NEW));
        reload.look();

        assertSecret(reload, NEW);
        assertThat(reload.live().status()).isEqualTo(new LiveRegistry.Status(NOW, 1, 1, null, null));
    }

    @Test
    void aFileThatIsGoneForAMomentChangesNothing() throws IOException {
        RegistryReload reload = reload(registry("a", OLD));

        Files.delete(file());
        reload.look();
        assertSecret(reload, OLD);
        assertThat(reload.live().status().failure()).startsWith("cannot read");

        Files.writeString(file(), registry("a", OLD));
        reload.look();
        assertThat(reload.live().status().failure()).isNull();
    }

    @Test
    void followsTheSwitchOfLinksOfAMountedSecret() throws IOException {
        mounted("1", OLD);
        Files.createSymbolicLink(dir.resolve("..data"), Path.of("1"));
        Files.createSymbolicLink(file(), Path.of("..data", "clients.json"));
        Files.createSymbolicLink(dir.resolve("a.secret"), Path.of("..data", "a.secret"));
        RegistryReload reload = new RegistryReload(file(), parser(), new KeyUse(), clock());
        assertSecret(reload, OLD);

        mounted("2", NEW);
        Files.createSymbolicLink(dir.resolve("..next"), Path.of("2"));
        Files.move(dir.resolve("..next"), dir.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        reload.look();

        assertSecret(reload, NEW);
    }

    @Test
    void aSecretFileThatIsHalfWrittenChangesNothing() throws IOException {
        Files.writeString(dir.resolve("a.secret"), OLD + "\n");
        RegistryReload reload = reload(referring());

        Files.writeString(dir.resolve("a.secret"), NEW.substring(0, 20));
        reload.look();

        assertSecret(reload, OLD);
        assertThat(reload.live().status().failures()).isEqualTo(1);
    }

    @Test
    void namesASecretFileThatIsMissing() {
        assertThatThrownBy(() -> reload(referring()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("client a: a secret: cannot read ")
                .hasMessageContaining("a.secret");
    }

    @Test
    void looksByItself() throws IOException {
        RegistryReload reload = reload(registry("a", OLD));
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        try {
            reload.begin(timer, Duration.ofMillis(5));
            Files.writeString(file(), "{");
            await().until(() -> reload.live().status().failures() > 0);
            Files.writeString(file(), registry("a", NEW));
            await().untilAsserted(() -> assertSecret(reload, NEW));
        } finally {
            timer.shutdownNow();
        }
    }

    private Path file() {
        return dir.resolve("clients.json");
    }

    private RegistryReload reload(String registry) throws IOException {
        Files.writeString(file(), registry);
        return new RegistryReload(file(), parser(), new KeyUse(), clock());
    }

    private static RegistryFile parser() {
        return new RegistryFile(32, new ReplyKeys(secret -> secret, null));
    }

    private static Clock clock() {
        return Clock.fixed(NOW, ZoneOffset.UTC);
    }

    /** What Kubernetes mounts: a directory for each version. */
    private void mounted(String version, String secret) throws IOException {
        Path versions = Files.createDirectory(dir.resolve(version));
        Files.writeString(versions.resolve("clients.json"), referring());
        Files.writeString(versions.resolve("a.secret"), secret);
    }

    private static String registry(String id, String secret) {
        return "{\"clients\": {\"" + id + "\": {\"secrets\": [\"" + secret + "\"], \"tools\": [\"*\"]}}}";
    }

    private static String referring() {
        return "{\"clients\": {\"a\": {\"secrets\": [{\"secret_file\": \"a.secret\"}], \"tools\": [\"*\"]}}}";
    }

    private static void assertSecret(RegistryReload reload, String secret) {
        Client client = Objects.requireNonNull(reload.live().get().find("a"));
        assertThat(client.credentials())
                .extracting(Credential::kid)
                .containsExactly(SigningKey.of(secret).fingerprint());
    }
}
