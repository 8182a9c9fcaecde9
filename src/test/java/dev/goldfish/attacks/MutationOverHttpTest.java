package dev.goldfish.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goldfish.server.Answer;
import dev.goldfish.server.RawConnection;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Mutated envelopes on a running server, whose log keeps quiet about them. */
@QuarkusTest
@TestProfile(AttacksProfile.class)
@ExtendWith(QuietLog.class)
class MutationOverHttpTest {
    private static final int MUTATIONS = 2_500;

    /** Those who authenticate get their answer under a key of their own. */
    private static Answer answer(byte[] body) {
        return RawConnection.post(body).answerOf(Callers.LISTER);
    }

    @Test
    void noMutationIsAcceptedOrRuns() {
        Mutations mutations = new Mutations(MutationOverHttpTest::answer, List.of(Callers.LISTER));
        int runs = Victim.runs();

        mutations.run(MUTATIONS);

        assertThat(Victim.runs()).isEqualTo(runs);
        assertThat(mutations.answers()).containsKeys("400 bad envelope", "401 bad signature", "409 replayed nonce");
    }
}
