package dev.goldfish.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class JobTableTest {
    @Test
    void printsWhatIsThereInAStableOrder() throws Exception {
        assertThat(table("""
                        [{"attempt": 2, "tool": "t", "job_id": "j-1", "progress": 1, "created_ms": 1767225600123},
                         {"job_id": "j-22", "message": "a\\u001b[2Jb\\u202e\\u2028\\u009b\\ue000c", "status": "error"}]"""))
                .containsExactly(
                        "JOB_ID  TOOL  STATUS  PROGRESS  CREATED               ATTEMPT  MESSAGE",
                        "j-1     t             100 %     2026-01-01T00:00:00Z  2",
                        "j-22          error                                            a?[2Jb????c");
    }

    @Test
    void namesOfColumnsAreNoEscapeSequencesEither() throws Exception {
        assertThat(table("[{\"job_id\": \"j-1\", \"\\u001b[2J\\u202e\": 1}]"))
                .first()
                .isEqualTo("JOB_ID  ?[2J?");
    }

    @Test
    void saysThatThereAreNone() throws Exception {
        assertThat(table("[]")).containsExactly("no jobs");
    }

    private static Iterable<String> table(String json) throws Exception {
        return JobTable.of(new ObjectMapper().readTree(json));
    }
}
