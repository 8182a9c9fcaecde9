package dev.goldfish.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The check of the log finds what it looks for. */
class QuietLogTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "refused, secret client_secret_key_456",
                "expected c8961fa7a791e78fc8961fa7a791e78fc8961fa7a791e78fc8961fa7a791e78f",
                "text {\"args\":{},\"client_id\":\"client-001\"}",
                "value word-of-the-caller",
                "injected: a line",
                "1999-01-01 00:00:00,000 INFO  [injected]",
                "red \u001b[31m",
                "a nul \u0000",
                "turned \u202e",
            })
    void aLeakIsFound(String line) {
        assertThat(QuietLog.leaks(List.of("2026-01-01 12:00:00,000 INFO  fine", line)))
                .isNotEmpty();
    }

    @Test
    void anAuditLineIsNone() {
        assertThat(QuietLog.leaks(
                        List.of("2026-01-01 12:00:00,000 INFO  [dev.goldfish.audit] client=client-001 tool=batch_sum"
                                + " request_id=c8961fa7a791e78fc8961fa7a791e78fc8961fa7a791e78fc8961fa7a791e78f"
                                + " error=\"bad envelope\" media_type=injected nonce_hash=c8961fa7")))
                .isEmpty();
    }
}
