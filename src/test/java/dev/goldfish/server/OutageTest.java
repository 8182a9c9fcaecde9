package dev.goldfish.server;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/** Without Redis nothing is executed, and nobody waits long to learn it. */
@QuarkusTest
@TestProfile(OutageProfile.class)
public class OutageTest {
    private static final Duration BOUND = Duration.ofSeconds(3);

    private final int redisPort = ConfigProvider.getConfig()
            .getValue("quarkus.redis.hosts", URI.class)
            .getPort();

    @Test
    void callsFailWhileRedisIsStoppedAndWorkAfterwards() {
        sum().is(200, "ok");

        shutDownRedis(redisPort);
        try {
            await().atMost(Duration.ofSeconds(5)).until(() -> sum().http() == 503);
            for (String tool : new String[] {"batch_sum", "start_long_task", "server_identity"}) {
                assertUnavailable(tool);
            }
        } finally {
            OutageProfile.startRedis(redisPort);
        }

        await().atMost(Duration.ofSeconds(10)).until(() -> sum().http() == 200);
        Answer start = TestCaller.FIRST
                .call("start_long_task", "{\"seconds\":1,\"payload\":{\"a\":1}}")
                .is(202, "accepted");
        TestCaller.FIRST
                .call("poll_job", "{\"job_id\":\"" + start.jobId() + "\",\"wait_ms\":30000}")
                .is(200, "done");
    }

    @Test
    void aRedisThatLostItsMemoryOpensNoWayToReplay() {
        ObjectNode captured = TestCaller.FIRST.envelope("batch_sum", "{\"numbers\":[1]}");
        await().atMost(Duration.ofSeconds(10)).until(() -> sum().http() == 200);
        TestCaller.FIRST.send(captured.put("ts_ms", System.currentTimeMillis())).is(200, "ok");

        shutDownRedis(redisPort);
        OutageProfile.startRedis(redisPort);
        await().atMost(Duration.ofSeconds(10)).until(() -> sum().http() == 200);

        Answer replay = TestCaller.FIRST
                .send(captured)
                .refused(401, "stale timestamp: signed before the memory of spent nonces began; sign it anew");
        assertThat(replay.retryAfter()).isNotEmpty();
        TestCaller.FIRST.send(TestCaller.again(captured)).is(200, "ok");
    }

    @Test
    void aRedisThatDoesNotAnswerIsUnavailableToo() {
        sum().is(200, "ok");

        command(redisPort, "CLIENT PAUSE 2500 ALL");
        assertUnavailable("batch_sum");

        await().atMost(Duration.ofSeconds(15)).until(() -> sum().http() == 200);
    }

    @Test
    void aReplicaIsNotReadyWhileRedisIsAwayButAlive() {
        await().until(() -> health("ready") == 200);

        shutDownRedis(redisPort);
        try {
            await().until(() -> health("ready") == 503);
            assertThat(health("live")).isEqualTo(200);
            assertThat(Scrape.now().value("goldfish_redis_up")).isZero();
        } finally {
            OutageProfile.startRedis(redisPort);
        }

        await().until(() -> health("ready") == 200);
    }

    @Test
    void oneSlowAnswerLeavesAReplicaReady() {
        await().until(() -> health("ready") == 200);

        command(redisPort, "CLIENT PAUSE 600 ALL");
        assertUnavailable("batch_sum");

        assertThat(health("ready")).isEqualTo(200);
        await().atMost(Duration.ofSeconds(10)).until(() -> sum().http() == 200);
    }

    private static int health(String probe) {
        return given().get("/q/health/" + probe).statusCode();
    }

    private static void assertUnavailable(String tool) {
        long began = System.nanoTime();
        Answer answer = TestCaller.FIRST.call(tool, "{}").refused(503, "unavailable");

        assertThat(answer.retryAfter()).isEqualTo("1");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(BOUND);
    }

    private static Answer sum() {
        return TestCaller.FIRST.call("batch_sum", "{\"numbers\":[1]}");
    }

    public static void shutDownRedis(int port) {
        command(port, "SHUTDOWN NOSAVE");
        await().atMost(Duration.ofSeconds(5)).until(() -> !listens(port));
    }

    public static void command(int port, String command) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            // The answer, or the end of the connection.
            socket.getInputStream().read();
        } catch (IOException e) {
            throw new AssertionError(command, e);
        }
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
