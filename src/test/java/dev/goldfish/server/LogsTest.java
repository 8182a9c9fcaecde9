package dev.goldfish.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
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

/** What is logged can be found by what it is about. */
@QuarkusTest
@TestProfile(ClientsProfile.class)
class LogsTest {
    private static final Logger LOGGER = Logger.getLogger("dev.goldfish");

    private final List<Map<String, String>> contexts = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord logged) {
            contexts.add(ExtLogRecord.wrap(logged).getMdcCopy());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        LOGGER.addHandler(handler);
    }

    @AfterEach
    void listenNoMore() {
        LOGGER.removeHandler(handler);
    }

    @Test
    void aFailureOfACallHasItsRequestId() {
        Answer answer =
                TestCaller.FIRST.call("test_fail", "{\"how\":\"unsaid\"}").is(500, "error");

        await().untilAsserted(() -> assertThat(contexts)
                .anySatisfy(context -> assertThat(context).containsEntry("request_id", answer.requestId())));
    }

    @Test
    void aFailureOfAJobHasItsJobId() {
        String jobId = TestCaller.FIRST
                .call("test_fail_job", "{\"how\":\"unsaid\"}")
                .is(202, "accepted")
                .jobId();

        await().untilAsserted(() ->
                assertThat(contexts).anySatisfy(context -> assertThat(context).containsEntry("job_id", jobId)));
    }
}
