package dev.goldfish.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goldfish.server.Answer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Good envelopes around bad arguments. */
@QuarkusTest
@TestProfile(AttacksProfile.class)
@ExtendWith(QuietLog.class)
class ArgsAttackTest {
    private static final String SEVENS = "77777777777777777777777777777777777777777777777777";
    /** Of 400 digits: more than any double. */
    private static final String LONG_INTEGER = SEVENS + SEVENS + SEVENS + SEVENS + SEVENS + SEVENS + SEVENS + SEVENS;

    @RegisterExtension
    final Row row = new Row();

    @Attack("A50")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "null",
                "\"word-of-the-caller\"",
                "[1e308,1e308]",
                "[\"word-of-the-caller\"]",
                "[{\"word-of-the-caller\":1}]",
                "[" + LONG_INTEGER + "]",
            })
    void numbersThatCannotBeAdded(String numbers) {
        Answer answer = row.refuses(Callers.FIRST.call("batch_sum", "{\"numbers\":" + numbers + "}"));

        // Elsewhere in a reply there are random digits.
        assertThat(answer.error())
                .startsWith("invalid arguments: numbers")
                .doesNotContain(Callers.MARK, "Exception", "http", "java", "777", "1e308", "1e+308");
    }

    @Attack("A51")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"seconds\":0",
                "\"seconds\":21",
                "\"seconds\":2.5",
                "\"seconds\":\"2\"",
                "\"seconds\":true",
                "\"seconds\":null",
                "\"seconds\":[2]",
                "\"seconds\":2,\"other\":1",
                "\"seconds\":2,\"\\n1999-01-01 injected\\u001b[31m\\u202e\":1",
                "\"Seconds\":2",
            })
    void secondsThatAreNone(String args) {
        int before = jobs();

        Answer answer = row.refuses(Callers.FIRST.call("start_long_task", "{" + args + "}"));

        assertThat(answer.error()).startsWith("invalid arguments: ");
        assertThat(jobs()).as("jobs").isEqualTo(before);
    }

    @Attack("A52")
    @ParameterizedTest
    @ValueSource(ints = {1_000_000, 100_000, 30})
    void aReplyIsNotLargerThanItsRequest(int size) {
        String million = IntStream.range(0, size).mapToObj(i -> "null").collect(Collectors.joining(","));
        String body = Callers.FIRST.signed(Callers.FIRST.envelope("batch_sum", "{\"numbers\":[" + million + "]}"));

        Answer answer = body.length() > 262_144
                ? row.refuses(413, Harmless.post(body))
                : row.refuses(422, Callers.FIRST.sendText(body));

        assertThat(answer.text().length()).isLessThan(2_000);
    }

    @Attack("A87")
    @Test
    @Timeout(60)
    void oneRuleBrokenFiftyThousandTimes() {
        Answer answer = row.refuses(Callers.FIRST.call("batch_sum", "{\"numbers\":[" + many("null", 52_000) + "]}"));

        assertThat(answer.error())
                .contains("numbers[19]: ")
                .doesNotContain("numbers[20]")
                .endsWith("; and more");
    }

    @Attack("A88")
    @Test
    @Timeout(60)
    void oneRuleOfBeanValidationBrokenThousandsOfTimes() {
        Answer answer = row.refuses(Callers.FIRST.call("test_rules", "{\"numbers\":[" + many("100", 60_000) + "]}"));

        assertThat(answer.error())
                .contains("numbers[19]: ")
                .doesNotContain("numbers[20]")
                .endsWith("; and more");
    }

    @Attack("A89")
    @ParameterizedTest
    @Timeout(60)
    @ValueSource(
            strings = {
                "{\"backtracking\":\"%s!\"}",
                "{\"deep\":\"%s!\"}",
                "{\"backtracking\":\"%1$s!\",\"deep\":\"%1$s!\"}"
            })
    void textsThatExpressionsCannotBear(String args) {
        Answer answer = row.refuses(Callers.FIRST.call("test_rules", args.formatted("a".repeat(100_000))));

        assertThat(answer.error()).contains("takes too long to be matched").doesNotContain("aaaa");
    }

    @Attack("A90")
    @Test
    void thousandsOfUnknownNames() {
        String names = IntStream.range(0, 5_000)
                .mapToObj(i -> "\"" + Callers.MARK + "\\n" + i + "\":" + i)
                .collect(Collectors.joining(","));

        Answer answer = row.refuses(Callers.FIRST.call("server_identity", "{" + names + "}"));

        assertThat(answer.error()).doesNotContain(Callers.MARK).hasSizeLessThan(1_000);
    }

    private static String many(String value, int count) {
        return (value + ",").repeat(count - 1) + value;
    }

    private static int jobs() {
        return Callers.FIRST
                .call("list_jobs", "{\"limit\":200}")
                .result()
                .path("jobs")
                .size();
    }
}
