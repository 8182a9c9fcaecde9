package dev.goldfish.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a server does whose callers are slow, many, or guess. */
@QuarkusTest
@TestProfile(LoadProfile.class)
class LoadTest {
    private static final String SUM = "{\"numbers\":[1]}";

    private final List<RawConnection> open = new ArrayList<>();

    @Inject
    Load load;

    @AfterEach
    void nothingIsHeldInTheEnd() {
        open.forEach(RawConnection::close);
        await().untilAsserted(() -> {
            assertThat(load.calls()).isZero();
            assertThat(load.incomingBytes()).isZero();
        });
    }

    @Test
    void aBodyThatDoesNotComeInTimeIsCutOff() {
        String answer = open().send(RawConnection.head(1_000)).send("{\"v\":").text();

        assertThat(answer)
                .startsWith("HTTP/1.1 408 ")
                .containsIgnoringCase("connection: close")
                .contains("\"error\":\"timeout: the body must be complete within 2000 ms\"");
    }

    @Test
    void aBodyThatTricklesIsCutOffAllTheSame() {
        RawConnection request = open().send(RawConnection.head(1_000));

        await().pollInterval(Duration.ofMillis(200))
                .atMost(Duration.ofSeconds(10))
                .until(() -> {
                    request.send(" ");
                    return load.calls() == 0;
                });
    }

    @Test
    void slowCallersHoldNoThread() {
        TestCaller.FIRST.call("batch_sum", SUM).is(200, "ok");
        int before = ManagementFactory.getThreadMXBean().getThreadCount();
        for (int i = 0; i < 100; i++) {
            open().send(RawConnection.head(1_000)).send("{");
            open().send("POST /call HTTP/1.1\r\nHost: loc");
        }
        await().until(() -> load.calls() == 100);

        long began = System.nanoTime();
        TestCaller.FIRST.call("batch_sum", SUM).is(200, "ok");

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
        assertThat(ManagementFactory.getThreadMXBean().getThreadCount()).isLessThan(before + 20);
    }

    @Test
    void whoGoesAwayInTheMiddleIsForgotten() {
        for (int i = 0; i < 20; i++) {
            open().send(RawConnection.head(1_000)).send("{\"v\":");
        }
        await().until(() -> load.calls() == 20 && load.incomingBytes() == 100);

        open.forEach(RawConnection::close);

        await().atMost(Duration.ofSeconds(1)).until(() -> load.calls() == 0 && load.incomingBytes() == 0);
    }

    @Test
    void whoHangsUpDuringALongPollIsForgotten() {
        String jobId = TestCaller.FIRST
                .call("start_long_task", "{\"seconds\":20}")
                .is(202, "accepted")
                .result()
                .path("job_id")
                .asText();
        String args = "{\"job_id\":\"" + jobId + "\",\"wait_ms\":10000}";
        for (int i = 0; i < 20; i++) {
            open().send(TestCaller.FIRST.rawRequest(TestCaller.FIRST.envelope("poll_job", args)));
        }
        await().until(() -> load.calls() == 20);

        open.forEach(RawConnection::close);

        await().atMost(Duration.ofSeconds(1)).until(() -> load.calls() == 0);
        TestCaller.FIRST.call("cancel_job", "{\"job_id\":\"" + jobId + "\"}");
    }

    @Test
    void oneCallTooManyIsToldSo() {
        for (int i = 0; i < LoadProfile.MAX_CALLS; i++) {
            open().send(RawConnection.head(1_000));
        }
        await().until(() -> load.calls() == LoadProfile.MAX_CALLS);

        String answer = open().send(RawConnection.head(2)).send("{}").text();

        assertThat(answer)
                .startsWith("HTTP/1.1 503 ")
                .containsIgnoringCase("retry-after: 1")
                .contains("\"error\":\"server busy\"");
    }

    @Test
    void bodiesThatDoNotFitTogetherAreRefused() {
        String large = " ".repeat(250_000);
        for (int i = 1; i <= 4; i++) {
            open("127.0.0." + i).send(RawConnection.head(260_000)).send(large);
        }
        await().until(() -> load.incomingBytes() == 1_000_000);

        assertThat(open("127.0.0.5")
                        .send(RawConnection.head(260_000))
                        .send(large)
                        .text())
                .contains("\"error\":\"server busy\"");
        TestCaller.FIRST.call("batch_sum", SUM).is(200, "ok");
    }

    @Test
    void bodiesOfOneAddressTakeAShareOnly() {
        String large = " ".repeat(250_000);
        open().send(RawConnection.head(260_000)).send(large);
        await().until(() -> load.incomingBytes() == 250_000);

        assertThat(open().send(RawConnection.head(260_000)).send(large).text()).contains("\"error\":\"server busy\"");
        open("127.0.0.2").send(RawConnection.head(260_000)).send(large);
        await().until(() -> load.incomingBytes() == 500_000);
    }

    @Test
    void whoGuessesIsShutOutWithoutAWord() {
        for (String client : List.of("client-002", "nobody-of-that-name")) {
            TestCaller guesser = new TestCaller(client, "a guess");
            for (int i = 0; i < 5; i++) {
                guesser.call("batch_sum", SUM).refused(401, "bad signature");
            }
            Answer shut = guesser.call("batch_sum", SUM)
                    .refused(429, "too many requests: too many bad signatures from this address");
            assertThat(Integer.parseInt(shut.retryAfter())).isBetween(1, 60);
        }
        TestCaller.FIRST.call("batch_sum", SUM).is(200, "ok");
    }

    private RawConnection open() {
        return open("127.0.0.1");
    }

    private RawConnection open(String from) {
        try {
            RawConnection request = new RawConnection(InetAddress.getByName(from));
            open.add(request);
            return request;
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(from, e);
        }
    }
}
