package dev.goldfish.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.goldfish.protocol.ErrorCode;
import dev.goldfish.protocol.Outcome;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A client whose clock is wrong. */
class ClockTest {
    @ParameterizedTest
    @CsvSource({
        "-PT10M, 10 min behind",
        "PT10M, 10 min ahead of",
        "-PT90S, 90 s behind",
        "PT25H, 1 d 1 h ahead of",
        "-PT2H30M, 2 h 30 min behind",
    })
    void aRefusalSaysByHowMuch(Duration offset, String words) {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.refused(ErrorCode.STALE_TIMESTAMP))) {
            GoldfishClient client = server.client()
                    .clock(Clock.offset(Clock.systemUTC(), offset))
                    .build();

            assertThatThrownBy(() -> client.call("x", "{}", "mine"))
                    .hasMessage("stale timestamp; this machine's clock is " + words + " the server's (request id mine)")
                    .isInstanceOfSatisfying(StaleTimestampException.class, e -> {
                        assertThat(e.code()).isEqualTo(ErrorCode.STALE_TIMESTAMP);
                        assertThat(e.outcomeUnknown()).isTrue();
                        assertThat(e.serverAhead().plus(offset))
                                .isBetween(Duration.ofMinutes(-1), Duration.ofMinutes(1));
                    });
            assertThat(server.bodies()).hasSize(1);
        }
    }

    @Test
    void aRightClockIsNotBlamed() {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.refused(ErrorCode.STALE_TIMESTAMP))) {
            assertThatThrownBy(() -> server.client().build().call("x", "{}"))
                    .isInstanceOf(StaleTimestampException.class)
                    .hasMessageContaining("on its way for too long");
        }
    }

    @Test
    void aServerThatHasLostItsMemoryIsNotBlamedOnTheWay() {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.outcome(
                Outcome.refused(ErrorCode.STALE_TIMESTAMP, "sign it anew", Duration.ofSeconds(1))))) {
            GoldfishClient client = server.client().retry(RetryPolicy.NONE).build();

            assertThatThrownBy(() -> client.call("x", "{}", "mine"))
                    .isInstanceOf(StaleTimestampException.class)
                    .hasMessage("stale timestamp: sign it anew (request id mine)");
        }
    }

    /** It may be a recorded one, where its caller has used the request id before. */
    @Test
    void aResultOfAnotherTimeIsNotTrustedButItsWorkIsNamed() {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.outcome(Outcome.ok("{}")))) {
            GoldfishClient client = server.client()
                    .clock(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(7)))
                    .build();

            assertThatThrownBy(() -> client.call("x", "{}", "mine"))
                    .isInstanceOf(UntrustedReplyException.class)
                    .hasMessageContaining("this machine's clock is 7 min ahead of the server's")
                    .hasMessageEndingWith("check both clocks (request id mine)");
        }
    }
}
