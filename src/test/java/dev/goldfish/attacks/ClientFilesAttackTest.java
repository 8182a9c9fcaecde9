package dev.goldfish.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.goldfish.access.ClientRegistry;
import dev.goldfish.access.KeyObserver;
import dev.goldfish.access.KeyUse;
import dev.goldfish.access.RegistryFile;
import dev.goldfish.access.RegistryReload;
import dev.goldfish.access.ReplyKeys;
import dev.goldfish.signing.SecretTextTest.Spoiled;
import dev.goldfish.signing.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files with secrets as people and editors leave them. */
class ClientFilesAttackTest {
    private static final String SECRET = "a-secret-that-nobody-may-see-0001";
    private static final Logger LOGGER = Logger.getLogger("dev.goldfish.access");

    @RegisterExtension
    final Row row = new Row();

    @TempDir
    private Path dir;

    private enum Content {
        TRAILING_NEWLINE(SECRET + "\n", true),
        LONGEST("x".repeat(64), true),
        EMPTY("", false),
        NEWLINE("\n", false),
        SHORT(SECRET.substring(2), false),
        LONG(SECRET + SECRET, false);

        private final String text;
        private final boolean taken;

        Content(String text, boolean taken) {
            this.text = text;
            this.taken = taken;
        }
    }

    @Attack("A60")
    @ParameterizedTest
    @EnumSource
    void aSecretFile(Content content) throws IOException {
        Path secret = Files.writeString(dir.resolve("secret"), content.text);
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));
        row.promises("startup");
        row.promises("keep old");
        try (Lines log = new Lines()) {
            if (content.taken) {
                keepsTheOldOneWhileAHalfIsThere(secret, content);
                assertThat(log.lines).anyMatch(line -> line.contains("chmod o-r"));
            } else {
                assertThatThrownBy(this::start)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("must have 32 to 64 bytes")
                        .hasMessageNotContaining(SECRET);
            }
            assertThat(log.lines).noneMatch(line -> line.contains(SECRET.substring(2)));
        }
    }

    @Attack("A94")
    @ParameterizedTest
    @EnumSource
    void aSecretWithSomethingUnseen(Spoiled spoiled) throws IOException {
        Files.writeString(dir.resolve("secret"), spoiled.text);
        String inline = new ObjectMapper().writeValueAsString(spoiled.text);

        row.promises("startup");
        for (String secret : List.of("{\"secret_file\": \"secret\"}", "{\"secret\": " + inline + "}", inline)) {
            assertThatThrownBy(() -> start(secret))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("client client-001: a secret ")
                    .hasMessageContaining(spoiled.word)
                    .hasMessageNotContaining("horse");
        }
    }

    @Attack("A95")
    @ParameterizedTest
    @ValueSource(strings = {SECRET, "/etc/" + SECRET, "a/" + SECRET, "a\\u0000" + SECRET})
    void aSecretInPlaceOfItsFilesName(String name) {
        row.promises("startup");
        assertThatThrownBy(() -> start("{\"secret_file\": \"" + name + "\"}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("client client-001: a secret")
                .hasMessageNotContaining(SECRET)
                .hasNoCause();
    }

    private void keepsTheOldOneWhileAHalfIsThere(Path secret, Content content) throws IOException {
        RegistryReload reload = start();
        ClientRegistry before = reload.live().get();
        assertThat(Objects.requireNonNull(before.find("client-001"))
                        .credentials()
                        .get(0)
                        .kid())
                .isEqualTo(SigningKey.of(content.text.replaceFirst("\n$", "")).fingerprint());
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        try {
            reload.begin(timer, Duration.ofMillis(10));
            Files.writeString(secret, SECRET.substring(0, 16));
            await().until(() -> reload.live().status().failures() > 0);
            assertThat(reload.live().get()).isSameAs(before);

            Files.writeString(secret, "the-other-half-has-come-by-now-0001");
            await().until(() -> reload.live().status().failure() == null);
            assertThat(reload.live().get()).isNotSameAs(before);
        } finally {
            timer.shutdownNow();
        }
    }

    private RegistryReload start() throws IOException {
        return start("{\"secret_file\": \"secret\"}");
    }

    private RegistryReload start(String secret) throws IOException {
        Path clients = Files.writeString(
                dir.resolve("clients.json"),
                "{\"clients\": {\"client-001\": {\"secrets\": [" + secret + "], \"tools\": []}}}");
        return new RegistryReload(
                clients,
                new RegistryFile(32, new ReplyKeys(key -> key, null)),
                new KeyUse(KeyObserver.NONE),
                Clock.systemUTC());
    }

    private static final class Lines extends Handler implements AutoCloseable {
        private final List<String> lines = new CopyOnWriteArrayList<>();

        private Lines() {
            LOGGER.addHandler(this);
        }

        @Override
        public void publish(LogRecord logged) {
            lines.add(ExtLogRecord.wrap(logged).getFormattedMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            LOGGER.removeHandler(this);
        }
    }
}
