package dev.goldfish.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.goldfish.server.Answer;
import dev.goldfish.server.RawConnection;
import dev.goldfish.server.TestCaller;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that were recorded, and nonces that are chosen with malice. */
@QuarkusTest
@TestProfile(AttacksProfile.class)
@ExtendWith(QuietLog.class)
class ReplayAttackTest {
    @RegisterExtension
    final Row row = new Row();

    @Attack("A38")
    @Test
    void theSameBytesAgain() {
        String body = Callers.signed();
        Callers.FIRST.sendText(body).is(200, "ok");

        Harmless.attack(() -> row.refuses(Callers.FIRST.sendText(body)));
    }

    @Attack("A40")
    @Test
    void theSameNonceForOtherWork() {
        ObjectNode first = Callers.envelope();
        Callers.FIRST.send(first).is(200, "ok");
        ObjectNode second = Callers.envelope();
        second.set("nonce", first.get("nonce"));

        Harmless.attack(() -> row.refuses(Callers.FIRST.send(second)));
    }

    @Attack("A41")
    @Test
    void anotherClientsNonce() {
        ObjectNode first = Callers.envelope();
        Callers.FIRST.send(first).is(200, "ok");
        ObjectNode second = Callers.SECOND.envelope(Callers.TOOL, Callers.ARGS);
        second.set("nonce", first.get("nonce"));

        row.grants(Callers.SECOND.send(second));
    }

    @Attack("A43")
    @Test
    void noncesOfNobody() {
        Harmless.attack(() -> {
            for (int i = 0; i < 100; i++) {
                TestCaller nobody = new TestCaller("nobody-" + i, "wrong");
                String body = nobody.signed(nobody.envelope(Callers.TOOL, Callers.ARGS));
                row.refuses(RawConnection.post(RawConnection.utf8(body)).answer());
            }
            return null;
        });
    }

    @Attack("A44")
    @Test
    void noncesWithoutEnd() {
        int before = Harmless.keys().size();
        List<Answer> answers = IntStream.range(0, 60)
                .mapToObj(i -> Callers.SLOW.sendAsync(Callers.SLOW.envelope(Callers.TOOL, Callers.ARGS)))
                .toList()
                .stream()
                .map(TestCaller::join)
                .toList();
        List<Answer> refused =
                answers.stream().filter(answer -> answer.http() != 200).toList();

        assertThat(refused).hasSizeGreaterThan(30).allSatisfy(answer -> {
            row.refuses(answer);
            assertThat(Integer.parseInt(answer.retryAfter())).isPositive();
        });
        assertThat(Harmless.keys().size() - before)
                .as("nonces, and the client's rate")
                .isLessThanOrEqualTo(answers.size() - refused.size() + 1);
        Callers.FIRST.send(Callers.envelope()).is(200, "ok");
    }

    @Attack("A46")
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 129, 200_000})
    void aNonceOfAnotherLength(int length) {
        String body = Callers.FIRST.signed(Callers.envelope().put("nonce", "n".repeat(length)));

        assertThat(row.refuses(Harmless.post(body)).error())
                .isEqualTo("bad envelope: nonce: must have 8 to 128 characters");
    }
}
