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

/** A start of which nobody can say how far it came. */
@QuarkusTest
@TestProfile(OutageProfile.class)
class LoadOutageAttackTest {
    @RegisterExtension
    final Row row = new Row();

    /** Redis takes the nonce when it wakes, but nobody waits for that any more: the job is never made. */
    @Attack("A56")
    @Test
    void aStartThatIsLostBehindItsNonce() {
        int redisPort = ConfigProvider.getConfig()
                .getValue("quarkus.redis.hosts", URI.class)
                .getPort();
        ObjectNode start = TestCaller.FIRST.envelope("start_long_task", "{\"seconds\":1}");
        await().until(() ->
                TestCaller.FIRST.call("batch_sum", "{\"numbers\":[1]}").http() == 200);
        int before = jobs();

        OutageTest.command(redisPort, "CLIENT PAUSE 1500 ALL");
        row.refuses(503, TestCaller.FIRST.send(start));

        Answer accepted = await().atMost(Duration.ofSeconds(15))
                .until(() -> TestCaller.FIRST.send(TestCaller.again(start)), answer -> answer.http() == 202);
        Answer again = TestCaller.FIRST.send(TestCaller.again(start)).is(202, "accepted");
        assertThat(again.jobId()).isEqualTo(accepted.jobId());
        assertThat(jobs()).as("one job more").isEqualTo(before + 1);
        TestCaller.FIRST
                .call("poll_job", "{\"job_id\":\"" + accepted.jobId() + "\",\"wait_ms\":30000}")
                .is(200, "done");
    }

    private static int jobs() {
        return TestCaller.FIRST
                .call("list_jobs", "{\"limit\":200}")
                .result()
                .path("jobs")
                .size();
    }
}
