package dev.goldfish.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.inject.Any;
import jakarta.inject.Inject;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tools that take longer than a connection may be idle. */
@QuarkusTest
@TestProfile(SlowToolProfile.class)
class SlowToolTest {
    private final String latch = UUID.randomUUID().toString();

    @Inject
    @Any
    TestTools.Once tool;

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void theConnectionOfACallStaysWhileItRuns(HttpClient.Version version) {
        int before = tool.runs();
        HttpClient http = HttpClient.newBuilder().version(version).build();
        String body = TestCaller.FIRST.signed(TestCaller.FIRST.envelope("test_once", "{\"latch\":\"" + latch + "\"}"));
        CompletableFuture<HttpResponse<String>> call =
                http.sendAsync(TestCaller.request("/call", BodyPublishers.ofString(body)), BodyHandlers.ofString());
        await().until(() -> tool.runs() == before + 1);

        // Each of them is idle from when the one before was closed.
        idleConnectionIsClosed();
        idleConnectionIsClosed();
        assertThat(call).isNotDone();
        tool.release(latch);

        assertThat(TestCaller.join(call).body()).contains("\"run\":" + (before + 1));
        assertThat(tool.runs()).isEqualTo(before + 1);
    }

    @Test
    void afterItsAnswerItIsIdleAsAnyOther() {
        try (RawConnection connection = new RawConnection()) {
            connection.send(TestCaller.FIRST.rawRequest(
                    TestCaller.FIRST.envelope("test_once", "{\"latch\":\"" + latch + "\"}")));
            tool.release(latch);

            assertThat(connection.read().status()).isEqualTo(200);
            assertThat(connection.isClosedByServer()).isTrue();
        }
    }

    private static void idleConnectionIsClosed() {
        try (RawConnection idle = new RawConnection()) {
            assertThat(idle.isClosedByServer()).isTrue();
        }
    }
}
