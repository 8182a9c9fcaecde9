package dev.goldfish.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goldfish.signing.SigningKey;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class JobIdsTest {
    private final JobIds ids = idsUnder("server_secret_key_123");

    @Test
    void theSameWorkHasTheSameId() {
        assertThat(ids.of("client-001", "r1")).isEqualTo(ids.of("client-001", "r1"));
    }

    @Test
    void otherWorkHasAnotherId() {
        assertThat(ids.of("client-001", "r1"))
                .isNotEqualTo(ids.of("client-001", "r2"))
                .isNotEqualTo(ids.of("client-002", "r1"))
                .isNotEqualTo(ids.of("client-00", "1r1"));
    }

    @Test
    void nobodyElsesSecretGivesTheSameId() {
        assertThat(ids.of("client-001", "r1")).isNotEqualTo(idsUnder("another").of("client-001", "r1"));
    }

    @Test
    void anIdIsAUuidOfVersion8() {
        String id = ids.of("client-001", "r1");

        UUID uuid = UUID.fromString(id);
        assertThat(uuid.version()).isEqualTo(8);
        assertThat(uuid.variant()).isEqualTo(2);
        assertThat(JobIds.looksLikeOne(id)).isTrue();
        assertThat(JobIds.looksLikeOne(id + "0")).isFalse();
        assertThat(JobIds.looksLikeOne("../" + id.substring(3))).isFalse();
    }

    private static JobIds idsUnder(String secret) {
        SigningKey key = SigningKey.of(secret);
        return new JobIds(text -> key.mac(text.getBytes(StandardCharsets.US_ASCII)));
    }
}
