package dev.goldfish.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.goldfish.protocol.ErrorCode;
import dev.goldfish.protocol.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AwaitTest {
    private static final ScriptedServer.Answering DONE = ScriptedServer.outcome(Outcome.done("{\"n\":1}"));

    @Test
    void survivesWhateverPasses() {
        try (ScriptedServer server = new ScriptedServer(
                ScriptedServer.running(0.1),
                ScriptedServer.hangUp(),
                ScriptedServer.refused(ErrorCode.UNAVAILABLE),
                ScriptedServer.refused(ErrorCode.TOO_MANY_REQUESTS),
                ScriptedServer.refused(ErrorCode.REPLAYED_NONCE),
                ScriptedServer.raw(503, "no upstream"),
                ScriptedServer.hangUp(),
                ScriptedServer.hangUp(),
                DONE)) {
            Answer answer = server.client().build().await("j-1", Duration.ofSeconds(20));

            assertThat(answer.json()).isEqualTo("{\"n\":1}");
            assertThat(server.bodies()).hasSize(9);
        }
    }

    @Test
    void doesNotSpinWhileTheServerIsAway() {
        List<Duration> pauses = new ArrayList<>();
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.hangUp(), ScriptedServer.hangUp(), DONE)) {
            server.client().retry(RetryPolicy.NONE).pause(pauses::add).build().await("j-1", Duration.ofMinutes(5));
        }
        assertThat(pauses).containsExactly(Duration.ofMillis(100), Duration.ofMillis(100));
    }

    @Test
    void pollsAsLongAsItMay() {
        try (ScriptedServer server = new ScriptedServer(DONE)) {
            server.client().build().await("j-1", Duration.ofMinutes(5));

            assertThat(server.envelopes().get(0).args()).isEqualTo("{\"job_id\":\"j-1\",\"wait_ms\":30000}");
        }
    }

    @Test
    void tellsHowFarTheJobIs() {
        List<Double> fractions = new ArrayList<>();
        try (ScriptedServer server =
                new ScriptedServer(ScriptedServer.running(0.25), ScriptedServer.running(0.75), DONE)) {
            server.client()
                    .build()
                    .await("j-1", Duration.ofSeconds(20), progress -> fractions.add(progress.fraction()));
        }
        assertThat(fractions).containsExactly(0.25, 0.75);
    }

    @Test
    void aFailedJobEndsIt() {
        try (ScriptedServer server =
                new ScriptedServer(ScriptedServer.outcome(Outcome.jobEnded(ErrorCode.WORKER_LOST.withDetail(null))))) {
            assertThatThrownBy(() -> server.client().build().await("j-1", Duration.ofSeconds(20)))
                    .isInstanceOf(ToolFailedException.class)
                    .hasMessage("worker lost");
        }
    }

    @Test
    void aRefusalEndsIt() {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.refused(ErrorCode.UNKNOWN_JOB))) {
            assertThatThrownBy(() -> server.client().build().await("j-1", Duration.ofSeconds(20)))
                    .isInstanceOf(RefusedException.class);
        }
    }

    @Test
    void timesOutHonestlyWhileTheJobRuns() {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.running(0.5))) {
            assertThatThrownBy(() -> server.client().build().await("j-1", Duration.ofMillis(50)))
                    .isInstanceOfSatisfying(
                            AwaitTimeoutException.class,
                            e -> assertThat(e.jobId()).isEqualTo("j-1"))
                    .hasMessage("job j-1 did not end within 0.05s");
        }
    }

    @Test
    void timesOutWhileNobodyAnswersAndSaysWhy() {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.hangUp())) {
            assertThatThrownBy(() -> server.client().build().await("j-1", Duration.ofMillis(50)))
                    .isInstanceOf(AwaitTimeoutException.class)
                    .hasMessageContaining("last: cannot reach");
        }
    }
}
