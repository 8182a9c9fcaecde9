package dev.goldfish.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.goldfish.server.Answer;
import dev.goldfish.server.OutageProfile;
import dev.goldfish.server.OutageTest;
import dev.goldfish.server.TestCaller;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.time.Duration;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whoever takes Redis away opens no door. */
@QuarkusTest
@TestProfile(OutageProfile.class)
class ReplayOutageAttackTest {
    @RegisterExtension
    final Row row = new Row();

    private final int redisPort = ConfigProvider.getConfig()
            .getValue("quarkus.redis.hosts", URI.class)
            .getPort();

    @Attack("A45")
    @Test
    void callsWithoutRedisAndAfterItForgot() {
        await().until(() -> call().http() == 200);
        ObjectNode recorded = envelope();
        int runs = Victim.runs();

        OutageTest.shutDownRedis(redisPort);
        try {
            await().atMost(Duration.ofSeconds(5)).until(() -> call().http() != 200);
            for (int i = 0; i < 5; i++) {
                assertThat(row.refuses(call()).retryAfter()).isNotEmpty();
            }
            assertThat(Victim.runs()).isEqualTo(runs);
        } finally {
            OutageProfile.startRedis(redisPort);
        }

        await().atMost(Duration.ofSeconds(15)).until(() -> call().http() == 200);
        Answer forgotten = TestCaller.FIRST.send(recorded).is(401, "error");
        assertThat(forgotten.error()).startsWith("stale timestamp");
    }

    private static Answer call() {
        return TestCaller.FIRST.send(envelope());
    }

    private static ObjectNode envelope() {
        return TestCaller.FIRST.envelope(Callers.TOOL, Callers.ARGS);
    }
}
