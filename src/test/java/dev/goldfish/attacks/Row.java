package dev.goldfish.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goldfish.protocol.ErrorCode;
import dev.goldfish.server.Answer;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The row that the running test answers for; a test that never asks it for what to expect fails. */
final class Row implements BeforeEachCallback, AfterEachCallback {
    private AttackRow row;
    private boolean asked;

    @Override
    public void beforeEach(ExtensionContext context) {
        Attack attack = context.getRequiredTestMethod().getAnnotation(Attack.class);
        row = attack == null ? null : AttackRow.of(attack.value());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (row != null && context.getExecutionException().isEmpty()) {
            assertThat(asked)
                    .as("the test has compared something with row %s", row.id())
                    .isTrue();
        }
    }

    /** The answer has the row's only status and its error. */
    Answer refuses(Answer answer) {
        assertThat(row.statuses()).as("%s has one status", row).hasSize(1);
        return refuses(row.statuses().iterator().next(), answer);
    }

    /** The answer has this status, which is one of the row's, and one of its errors. */
    Answer refuses(int status, Answer answer) {
        allows(status);
        answer.is(status, "error");
        assertThat(ErrorCode.of(answer.error())).as(answer.text()).isIn(row.errors());
        return answer;
    }

    /** The row's only status is that of a good answer. */
    Answer grants(Answer answer) {
        asked = true;
        assertThat(row.statuses()).as("statuses of %s", row).containsExactly(answer.http());
        assertThat(answer.error()).isEmpty();
        return answer;
    }

    /** This is one of the row's statuses. */
    void allows(int status) {
        asked = true;
        assertThat(row.statuses()).as("statuses of %s", row).contains(status);
    }

    /** This is one of the row's errors. */
    void allows(ErrorCode error) {
        asked = true;
        assertThat(row.errors()).as("errors of %s", row).contains(error);
    }

    /** The row says in words what happens instead of, or beside, an answer of the server. */
    void promises(String what) {
        asked = true;
        assertThat(row.http()).as("what %s promises", row).contains(what);
    }
}
