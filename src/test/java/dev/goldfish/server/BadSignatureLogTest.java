package dev.goldfish.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.goldfish.signing.CanonicalJson;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(BadSignatureLogTest.DevMode.class)
class BadSignatureLogTest {
    private static final Logger LOGGER = Logger.getLogger(BadSignatureLog.class.getName());

    private final Lines log = new Lines();

    public static class DevMode implements QuarkusTestProfile {
        @Override
        public String getConfigProfile() {
            return "dev";
        }

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.http.test-port", "0");
        }
    }

    @BeforeEach
    void listen() {
        LOGGER.addHandler(log);
    }

    @AfterEach
    void stop() {
        LOGGER.removeHandler(log);
    }

    @Test
    void showsWhatABadlySignedMessageMustBeSignedOver() {
        TestCaller stranger = new TestCaller("client-001", "wrong");
        ObjectNode envelope = stranger.envelope("batch_sum", "{\"numbers\": [1.0, 1e-5], \"a/b\": \"\u00fc\"}");
        TestCaller.post(stranger.signed(envelope)).refused(401, "bad signature");

        String signed = CanonicalJson.parse(envelope.toString().getBytes(StandardCharsets.UTF_8))
                .text();
        await().untilAsserted(() -> assertThat(log.lines).hasSize(1));
        assertThat(log.lines.get(0))
                .endsWith(" of " + signed)
                .contains("client-001", "1e-05", "\\u00fc")
                .doesNotContain("client_secret_key");
    }

    @Test
    void showsNothingOfWhatIsRightlySigned() {
        TestCaller.FIRST
                .send(TestCaller.FIRST
                        .envelope("batch_sum", "{\"numbers\": [1]}")
                        .put("ts_ms", 1))
                .is(401, "error");

        assertThat(log.lines).isEmpty();
    }

    private static final class Lines extends Handler {
        private final List<String> lines = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord logged) {
            lines.add(ExtLogRecord.wrap(logged).getFormattedMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
