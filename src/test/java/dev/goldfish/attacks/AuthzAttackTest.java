package dev.goldfish.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goldfish.server.Answer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients of good standing who want what is not theirs. */
@QuarkusTest
@TestProfile(AttacksProfile.class)
@ExtendWith(QuietLog.class)
class AuthzAttackTest {
    private static final String FAILING_JOB = "{\"how\":\"said\"}";

    @RegisterExtension
    final Row row = new Row();

    @Attack("A47")
    @ParameterizedTest
    @ValueSource(strings = {"start_long_task", "cancel_job", "test_victim", "BATCH_SUM", "batch_sum/", "poll_"})
    void aToolThatIsNotGranted(String tool) {
        int runs = Victim.runs();
        Answer none = Callers.LIMITED.call("no_such_tool", "{}");

        Answer notGranted = row.refuses(Callers.LIMITED.call(tool, "{}"));

        assertThat(notGranted.withoutIdentity()).isEqualTo(none.withoutIdentity());
        assertThat(Victim.runs()).isEqualTo(runs);
    }

    @Attack("A48")
    @ParameterizedTest
    @ValueSource(strings = {"poll_job", "cancel_job"})
    void theJobOfAnotherClient(String tool) {
        String jobId = Callers.FIRST
                .call("test_fail_job", FAILING_JOB)
                .is(202, "accepted")
                .jobId();

        Answer theirs = row.refuses(Callers.SECOND.call(tool, job(jobId)));
        Answer none =
                row.refuses(Callers.SECOND.call(tool, job(UUID.randomUUID().toString())));

        assertThat(theirs.withoutIdentity()).isEqualTo(none.withoutIdentity());
        assertThat(Callers.SECOND.call("list_jobs", "{}").text()).doesNotContain(jobId);
        Callers.FIRST
                .call("poll_job", "{\"job_id\":\"" + jobId + "\",\"wait_ms\":10000}")
                .refused(200, "tool failed: the printer is out of paper");
    }

    @Attack("A49")
    @Test
    void guessedJobs() {
        Set<String> beginnings = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            String jobId = Callers.FIRST.call("test_fail_job", FAILING_JOB).jobId();
            beginnings.add(jobId.substring(0, 8));
            row.refuses(Callers.FIRST.call("poll_job", job(neighbour(jobId))));
            Callers.FIRST.call("poll_job", "{\"job_id\":\"" + jobId + "\",\"wait_ms\":10000}");
        }

        assertThat(beginnings).as("ids with nothing in common").hasSize(3);
    }

    private static String neighbour(String jobId) {
        return jobId.substring(0, 35) + (jobId.endsWith("0") ? "1" : "0");
    }

    private static String job(String jobId) {
        return "{\"job_id\":\"" + jobId + "\"}";
    }
}
