package dev.goldfish.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.goldfish.protocol.Envelope;
import dev.goldfish.protocol.ErrorCode;
import dev.goldfish.protocol.Outcome;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tools that take longer than something between them and their caller waits. */
class SlowCallTest {
    /** The time by the client, in nanoseconds: it passes in pauses, and where a test says so. */
    private final AtomicLong time = new AtomicLong();

    @Test
    void isNotSentAgainWhenItsTimeIsOver() {
        SentCount sent = new SentCount();
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.silence())) {
            GoldfishClient client = server.client()
                    .requestTimeout(Duration.ofMillis(200))
                    .wire(sent)
                    .build();

            assertThatThrownBy(() -> client.call("slow", "{}", "mine"))
                    .isInstanceOfSatisfying(UnreachableException.class, e -> {
                        assertThat(e.timedOut()).isTrue();
                        assertThat(e.outcomeUnknown()).isTrue();
                    })
                    .hasMessageContaining("within 0.2s")
                    .hasMessageEndingWith("(request id mine)");
            assertThat(sent.get()).isEqualTo(1);
        }
    }

    @Test
    void isWaitedForWhileItIsInProgressHoweverOften() {
        ScriptedServer.Answering[] script = Stream.concat(
                        Stream.generate(() -> ScriptedServer.refused(ErrorCode.REQUEST_IN_PROGRESS))
                                .limit(20),
                        Stream.of(ScriptedServer.ok("{\"n\":1}")))
                .toArray(ScriptedServer.Answering[]::new);
        try (ScriptedServer server = new ScriptedServer(script)) {
            GoldfishClient client =
                    timed(server).requestTimeout(Duration.ofMinutes(10)).build();

            assertThat(client.call("slow", "{}", "mine").json()).isEqualTo("{\"n\":1}");
            assertThat(server.envelopes()).extracting(Envelope::requestId).containsOnly("mine");
            assertThat(server.envelopes()).extracting(Envelope::nonce).doesNotHaveDuplicates();
        }
    }

    @Test
    void isNotWaitedForByWhoSendsOnce() {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.refused(ErrorCode.REQUEST_IN_PROGRESS))) {
            assertThatThrownBy(() ->
                            server.client().retry(RetryPolicy.NONE).build().call("slow", "{}", "mine"))
                    .isInstanceOf(RefusedException.class)
                    .hasMessage("request in progress (request id mine)");
        }
    }

    @Test
    void isAskedForOnceMoreWhereItIsCutOff() {
        ScriptedServer.Answering cutOff = (exchange, envelope) -> {
            pass(Duration.ofSeconds(10));
            exchange.close();
        };
        try (ScriptedServer server = new ScriptedServer(cutOff)) {
            GoldfishClient client =
                    timed(server).requestTimeout(Duration.ofHours(1)).build();

            assertThatThrownBy(() -> client.call("slow", "{}")).isInstanceOf(UnreachableException.class);
            assertThat(server.bodies()).hasSize(2);
        }
    }

    @Test
    void isAskedForOnceMoreWhereAGatewayRepeatsIt() {
        ScriptedServer.Answering repeated = (exchange, envelope) -> {
            pass(Duration.ofSeconds(10));
            ScriptedServer.refused(ErrorCode.REPLAYED_NONCE).answer(exchange, envelope);
        };
        try (ScriptedServer server = new ScriptedServer(repeated)) {
            GoldfishClient client =
                    timed(server).requestTimeout(Duration.ofHours(1)).build();

            assertThatThrownBy(() -> client.call("slow", "{}")).hasMessageContaining("replayed nonce (request id ");
            assertThat(server.bodies()).hasSize(2);
        }
    }

    @Test
    void itsOutcomeIsFoundAfterItWasCutOff() {
        try (ScriptedServer server = new ScriptedServer(
                (exchange, envelope) -> {
                    pass(Duration.ofSeconds(20));
                    ScriptedServer.raw(504, "<html>too slow</html>").answer(exchange, envelope);
                },
                ScriptedServer.refused(ErrorCode.REQUEST_IN_PROGRESS),
                ScriptedServer.refused(ErrorCode.REQUEST_IN_PROGRESS),
                ScriptedServer.ok("{\"n\":1}"))) {
            GoldfishClient client =
                    timed(server).requestTimeout(Duration.ofMinutes(1)).build();

            assertThat(client.call("slow", "{}").json()).isEqualTo("{\"n\":1}");
        }
    }

    @Test
    void aLimitAfterALossIsWaitedFor() {
        try (ScriptedServer server = new ScriptedServer(
                ScriptedServer.hangUp(),
                ScriptedServer.refused(ErrorCode.TOO_MANY_REQUESTS),
                ScriptedServer.refused(ErrorCode.SERVER_BUSY),
                ScriptedServer.ok("{\"n\":1}"))) {
            assertThat(server.client().build().call("x", "{}").json()).isEqualTo("{\"n\":1}");
        }
    }

    /** Its result may have had no room. */
    @Test
    void aBusyServerIsAskedAgainForTheSameWork() {
        try (ScriptedServer server =
                new ScriptedServer(ScriptedServer.refused(ErrorCode.SERVER_BUSY), ScriptedServer.ok("{\"n\":1}"))) {
            assertThat(server.client().build().call("x", "{}", "mine").json()).isEqualTo("{\"n\":1}");
            assertThat(server.envelopes()).extracting(Envelope::requestId).containsExactly("mine", "mine");
        }
    }

    @Test
    void isAskedForOnceMoreWhereItsResultHasNoRoom() {
        ScriptedServer.Answering noRoom = (exchange, envelope) -> {
            pass(Duration.ofSeconds(10));
            ScriptedServer.refused(ErrorCode.SERVER_BUSY).answer(exchange, envelope);
        };
        try (ScriptedServer server = new ScriptedServer(noRoom)) {
            GoldfishClient client =
                    timed(server).requestTimeout(Duration.ofHours(1)).build();

            assertThatThrownBy(() -> client.call("slow", "{}", "mine"))
                    .hasMessage("server busy (request id mine)")
                    .asInstanceOf(type(RefusedException.class))
                    .matches(GoldfishException::outcomeUnknown);
            assertThat(server.bodies()).hasSize(2);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"STALE_TIMESTAMP", "TOO_MANY_REQUESTS", "SERVER_BUSY", "JOB_EXPIRED"})
    void aRefusalOfOneCopyLeavesTheOutcomeUnknown(ErrorCode code) {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.refused(code))) {
            assertThatThrownBy(() -> server.client().build().call("x", "{}", "mine"))
                    .hasMessageEndingWith("(request id mine)")
                    .asInstanceOf(type(RefusedException.class))
                    .matches(GoldfishException::outcomeUnknown);
        }
    }

    @Test
    void aRefusalAfterALossStillLeavesTheOutcomeUnknown() {
        try (ScriptedServer server =
                new ScriptedServer(ScriptedServer.hangUp(), ScriptedServer.refused(ErrorCode.UNKNOWN_TOOL))) {
            assertThatThrownBy(() -> server.client().build().call("x", "{}", "mine"))
                    .hasMessage("unknown tool (request id mine)")
                    .asInstanceOf(type(RefusedException.class))
                    .matches(GoldfishException::outcomeUnknown)
                    .extracting(RefusedException::error)
                    .isEqualTo("unknown tool");
        }
    }

    @Test
    void whatWasRefusedAtOnceDidNotRun() {
        try (ScriptedServer server = new ScriptedServer(
                ScriptedServer.refused(ErrorCode.UNKNOWN_TOOL),
                ScriptedServer.outcome(Outcome.refused(ErrorCode.INVALID_ARGUMENTS, "numbers: must not be empty")))) {
            GoldfishClient client = server.client().build();

            IntStream.range(0, 2)
                    .forEach(i -> assertThatThrownBy(() -> client.call("x", "{}"))
                            .asInstanceOf(type(RefusedException.class))
                            .matches(e -> !e.outcomeUnknown())
                            .matches(e -> e.error().equals(e.getMessage())));
        }
    }

    private void pass(Duration duration) {
        time.addAndGet(duration.toNanos());
    }

    private GoldfishClientBuilder timed(ScriptedServer server) {
        return server.client().ticker(time::get).pause(this::pass);
    }
}
