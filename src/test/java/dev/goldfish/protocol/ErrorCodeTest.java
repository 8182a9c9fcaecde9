package dev.goldfish.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorCodeTest {
    @ParameterizedTest
    @CsvSource({
        "bad envelope, 400, 0",
        "too large, 413, 0",
        "timeout, 408, 0",
        "unsupported media type, 415, 0",
        "bad signature, 401, 0",
        "wrong server, 403, 0",
        "stale timestamp, 401, 0",
        "replayed nonce, 409, 0",
        "unknown tool, 404, 0",
        "invalid arguments, 422, 0",
        "unknown job, 404, 0",
        "job expired, 410, 0",
        "request in progress, 409, 1",
        "request id reused, 409, 0",
        "too many requests, 429, 1",
        "server busy, 503, 1",
        "unavailable, 503, 1",
        "tool failed, 500, 0",
        "internal error, 500, 0",
    })
    void eachRefusalHasItsStatusAndItsAdvice(String text, int httpStatus, int retryAfterSeconds) {
        ErrorCode code = Objects.requireNonNull(ErrorCode.of(text));

        assertThat(Outcome.refused(code).httpStatus()).isEqualTo(httpStatus);
        assertThat(Outcome.refused(code).retryAfterSeconds()).isEqualTo(retryAfterSeconds);
    }

    @ParameterizedTest
    @EnumSource
    void isFoundAgainWithAndWithoutADetail(ErrorCode code) {
        assertThat(ErrorCode.of(code.text())).isEqualTo(code);
        assertThat(ErrorCode.of(code.withDetail("why: because"))).isEqualTo(code);
    }

    @Test
    void anEmptyDetailLeavesTheCodeAlone() {
        assertThat(ErrorCode.UNKNOWN_JOB.withDetail("")).isEqualTo("unknown job");
        assertThat(ErrorCode.UNKNOWN_JOB.withDetail(null)).isEqualTo("unknown job");
    }

    @Test
    void otherTextsAreNoCode() {
        assertThat(ErrorCode.of("")).isNull();
        assertThat(ErrorCode.of("bad envelope ")).isNull();
        assertThat(ErrorCode.of("BAD ENVELOPE")).isNull();
    }
}
