package dev.goldfish.client.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.goldfish.client.ScriptedServer;
import dev.goldfish.protocol.Envelope;
import dev.goldfish.protocol.ErrorCode;
import dev.goldfish.protocol.Outcome;
import dev.goldfish.signing.EnvelopeCodec;
import dev.goldfish.signing.SigningKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class LoadGeneratorTest {
    private static final ScriptedServer.Answering OK = ScriptedServer.ok("{}");
    private static final ScriptedServer.Answering ACCEPTED =
            ScriptedServer.outcome(Outcome.accepted("{\"job_id\":\"j-1\"}"));
    private static final ScriptedServer.Answering DONE = ScriptedServer.outcome(Outcome.done("{}"));
    private static final Work CALL = Work.call("x", "{\"n\":1}");
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration STALL = Duration.ofMillis(400);

    @Test
    void everyRequestIsSignedForItself() throws Exception {
        try (ScriptedServer server = new ScriptedServer(OK)) {
            Report report = run(server, CALL, calls(4, 40));

            assertThat(report.succeeded()).isEqualTo(40);
            assertThat(report.errors()).isEmpty();
            List<Envelope> envelopes = server.envelopes();
            assertThat(envelopes).hasSize(40);
            assertThat(envelopes.stream().map(Envelope::nonce).distinct()).hasSize(40);
            assertThat(envelopes.stream().map(Envelope::requestId).distinct()).hasSize(40);
            assertThat(envelopes)
                    .allMatch(envelope -> SigningKey.of(ScriptedServer.SECRET)
                            .verifies(EnvelopeCodec.signedForm(envelope), envelope.signature()));
        }
    }

    @Test
    void failuresAreCountedByWhatTheyAre() throws Exception {
        try (ScriptedServer server = new ScriptedServer(
                OK,
                ScriptedServer.refused(ErrorCode.SERVER_BUSY),
                ScriptedServer.outcome(Outcome.refused(ErrorCode.TOOL_FAILED, "no paper")),
                ScriptedServer.refused(ErrorCode.SERVER_BUSY),
                ScriptedServer.hangUp(),
                ScriptedServer.raw(502, "no upstream"),
                ScriptedServer.raw(200, "{}"),
                (exchange, envelope) ->
                        ScriptedServer.send(exchange, Outcome.ok("{}"), envelope, SigningKey.of("forged")),
                OK)) {
            Report report = run(server, CALL, calls(1, 10));

            assertThat(report.succeeded()).isEqualTo(3);
            assertThat(report.errors())
                    .isEqualTo(Map.of(
                            "server busy", 2L,
                            "tool failed", 1L,
                            "connection lost", 1L,
                            "HTTP 502, unverified", 1L,
                            "untrusted reply", 2L));
            assertThat(server.bodies()).as("sent once each").hasSize(10);
        }
    }

    @Test
    void whatCannotBeSentEndsTheLoad() throws Exception {
        try (ScriptedServer server = new ScriptedServer(OK)) {
            assertThatThrownBy(() -> run(server, Work.call("x", "no JSON"), calls(1, 1)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the load generator failed");
        }
    }

    @Test
    void nobodyThereIsAFailureToo() throws Exception {
        ScriptedServer server = new ScriptedServer(OK);
        server.close();

        assertThat(run(server, CALL, calls(2, 4)).errors()).isEqualTo(Map.of("no connection", 4L));
    }

    @Test
    void whatTakesTooLongIsGivenUp() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer(
                (exchange, envelope) -> {
                    awaitQuietly(over);
                    exchange.close();
                },
                OK)) {
            Report report =
                    run(server, CALL, new Plan(1, 0, 2, LONG, Duration.ZERO, /* timeout= */ Duration.ofMillis(300)));
            over.countDown();

            assertThat(report.errors()).isEqualTo(Map.of("no reply in time", 1L));
            assertThat(report.succeeded()).isEqualTo(1);
        }
    }

    @Test
    void whatHangsMakesTheMeasurementNoLonger() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        Duration planned = Duration.ofMillis(200);
        try (ScriptedServer server = new ScriptedServer((exchange, envelope) -> {
            awaitQuietly(over);
            exchange.close();
        })) {
            Report report =
                    run(server, CALL, new Plan(1, 0, Long.MAX_VALUE, planned, Duration.ZERO, Duration.ofSeconds(1)));
            over.countDown();

            assertThat(report.errors()).isEqualTo(Map.of("no reply in time", 1L));
            assertThat(report.elapsed()).isEqualTo(planned);
        }
    }

    @Test
    void anOpenLoopCountsTheWaitingInLineThatAClosedOneHides() throws Exception {
        try (ScriptedServer server = new ScriptedServer(stall(), OK)) {
            Report closed = run(server, CALL, calls(1, 20));

            assertThat(closed.latency().max()).isGreaterThan(STALL);
            assertThat(closed.latency().p90()).isLessThan(STALL.dividedBy(2));
        }
        try (ScriptedServer server = new ScriptedServer(stall(), OK)) {
            Report open = run(server, CALL, new Plan(1, 1000, 20, LONG, Duration.ZERO, LONG));

            assertThat(open.succeeded()).isEqualTo(20);
            // The last of them was due 20 ms after the first, which took as long as the stall.
            assertThat(open.latency().p50()).isGreaterThan(STALL.minusMillis(60));
        }
    }

    @Test
    void whatWasDueAndNeverSentIsReported() throws Exception {
        try (ScriptedServer server = new ScriptedServer(stall(), OK)) {
            Report report =
                    run(server, CALL, new Plan(1, 1000, Long.MAX_VALUE, Duration.ofMillis(100), Duration.ZERO, LONG));

            assertThat(report.succeeded()).isEqualTo(1);
            assertThat(report.unsent()).isEqualTo(99);
        }
    }

    @Test
    void theWarmUpIsNotMeasured() throws Exception {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.refused(ErrorCode.SERVER_BUSY), OK)) {
            Report report = run(server, CALL, new Plan(1, 0, 10, LONG, Duration.ofMillis(100), LONG));

            assertThat(report.succeeded()).isEqualTo(10);
            assertThat(report.errors()).isEmpty();
            assertThat(server.bodies()).hasSizeGreaterThan(10);
        }
    }

    @Test
    void aJobIsFollowedToItsEnd() throws Exception {
        try (ScriptedServer server = new ScriptedServer(ACCEPTED, ScriptedServer.running(0.5), DONE, ACCEPTED, DONE)) {
            Report report = run(server, Work.job("start_long_task", "{\"seconds\":1}"), calls(1, 2));

            assertThat(report.succeeded()).isEqualTo(2);
            assertThat(server.envelopes())
                    .extracting(Envelope::tool)
                    .containsExactly("start_long_task", "poll_job", "poll_job", "start_long_task", "poll_job");
            assertThat(server.envelopes().get(1).args()).isEqualTo("{\"job_id\":\"j-1\",\"wait_ms\":30000}");
        }
    }

    @Test
    void aJobThatEndsOtherThanWellFailed() throws Exception {
        try (ScriptedServer server = new ScriptedServer(
                ACCEPTED, ScriptedServer.outcome(Outcome.jobEnded(ErrorCode.JOB_TIMED_OUT.withDetail(null))))) {
            assertThat(run(server, Work.job("start_long_task", "{\"seconds\":1}"), calls(1, 1))
                            .errors())
                    .isEqualTo(Map.of("job timed out", 1L));
        }
    }

    @Test
    void aLoadThatIsStoppedReportsWhatItHas() throws Exception {
        try (ScriptedServer server = new ScriptedServer(OK);
                LoadGenerator load = new LoadGenerator(
                        server.client().signedCalls(),
                        CALL,
                        new Plan(2, 100, Long.MAX_VALUE, LONG, Duration.ZERO, LONG))) {
            load.start();
            await().until(() -> load.progress().succeeded() >= 5);
            load.stop();

            assertThat(load.report(LONG).orElseThrow().succeeded()).isGreaterThanOrEqualTo(5);
        }
    }

    private static Plan calls(int concurrency, long calls) {
        return new Plan(concurrency, 0, calls, LONG, Duration.ZERO, LONG);
    }

    private static Report run(ScriptedServer server, Work work, Plan plan) throws InterruptedException {
        try (LoadGenerator load = new LoadGenerator(server.client().signedCalls(), work, plan)) {
            load.start();
            return load.report(LONG).orElseThrow();
        }
    }

    /** A server that does nothing for a while, and answers then. */
    private static ScriptedServer.Answering stall() {
        return (exchange, envelope) -> {
            long end = System.nanoTime() + STALL.toNanos();
            for (long left = STALL.toNanos(); left > 0; left = end - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            OK.answer(exchange, envelope);
        };
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
