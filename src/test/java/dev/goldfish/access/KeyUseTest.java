package dev.goldfish.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goldfish.signing.SigningKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeyUseTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Credential OLD = credential("old");
    private static final Credential NEW = credential("new");

    private final KeyUse use = new KeyUse();

    @Test
    void countsByKeyId() {
        use.used(NEW, NOW);
        use.used(NEW, NOW.plusSeconds(1));

        assertThat(use.counts()).isEqualTo(Map.of(NEW.kid(), new KeyUse.Count(2, NOW.plusSeconds(1))));
    }

    @Test
    void reportsClientsThatHaveSeveralCredentials() {
        Grants all = new Grants(List.of("*"));
        ClientRegistry registry = new ClientRegistry(List.of(
                new Client("rotating", List.of(OLD, NEW), all), new Client("steady", List.of(credential("s")), all)));
        use.used(NEW, NOW);

        assertThat(use.lines(registry))
                .containsExactly("keys of rotating since the start: " + OLD.kid() + " not used; " + NEW.kid()
                        + " used 1 x, last 2026-01-01T12:00:00Z");
    }

    private static Credential credential(String secret) {
        SigningKey key = SigningKey.of(secret);
        return new Credential(key, key);
    }
}
