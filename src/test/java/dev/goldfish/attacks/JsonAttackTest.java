package dev.goldfish.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goldfish.server.Answer;
import dev.goldfish.server.RawConnection;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that two readers would read differently, and bodies that cost much to read. */
@QuarkusTest
@TestProfile(AttacksProfile.class)
@ExtendWith(QuietLog.class)
class JsonAttackTest {
    private static final List<String> COLLIDING = List.of("Aa", "BB", "C#");

    @RegisterExtension
    final Row row = new Row();

    @Attack("A07")
    @ParameterizedTest(name = "{1}")
    @CsvSource({
        "ff, a stray byte",
        "c0af, an overlong solidus",
        "e0809f, an overlong control character",
        "eda080, an encoded surrogate",
        "eda080edb080, a pair of encoded surrogates",
        "f4908080, a code point beyond Unicode",
        "e282, a cut character",
        "c3, a cut character of two bytes",
    })
    void invalidUtf8(String hex, String what) {
        byte[] invalid = HexFormat.of().parseHex(hex);

        assertThat(refused(inPlaceOf(Callers.MARK, invalid)).error()).isEqualTo("bad envelope: not UTF-8");
        // Of the replacement character another signature would be right.
        refused(inPlaceOf(Callers.TOOL, invalid));
    }

    @Attack("A08")
    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE", "BOM"})
    void anotherEncoding(String encoding) {
        String good = Callers.signed();

        refused(
                encoding.equals("BOM")
                        ? RawConnection.utf8("\ufeff" + good)
                        : good.getBytes(Charset.forName(encoding)));
    }

    @Attack("A09")
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"client_id\":\"client-002\"",
                "\"tool\":\"start_long_task\"",
                "\"signature\":\"0\"",
                "\"args\":{}",
                "\"client_id\":\"client-001\"",
            })
    void aFieldTwice(String field) {
        String good = Callers.signed();

        assertThat(refused(good.replaceFirst("\\{", "{" + field + ",")).error())
                .isEqualTo("bad envelope: a duplicate key");
        refused(good.substring(0, good.length() - 1) + "," + field + "}");
    }

    @Attack("A10")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1,\"\\u0061\":2}",
                "{\"bag\":{\"a\":1,\"b\":[{\"c\":1,\"c\":1}]}}",
                "{\"bag\":{\"a\":1,\"a\":1}}",
                "{\"\\ud83d\\ude00\":1,\"\ud83d\ude00\":1}",
                "{\"\":1,\"\":1}",
            })
    void aKeyTwiceInArgs(String args) {
        assertThat(refused(Callers.withArgs(args)).error()).isEqualTo("bad envelope: a duplicate key");
    }

    @Attack("A11")
    @ParameterizedTest
    @ValueSource(strings = {"{}", " null", "]", "}", ",", "\u0000", "#", "{\"client_id\":\"client-002\"}"})
    void somethingBehindTheEnvelope(String tail) {
        refused(Callers.signed() + tail);
        refused(Callers.signed() + "\n" + Callers.signed() + tail);
    }

    @Attack("A12")
    @ParameterizedTest
    @ValueSource(strings = {"NaN", "Infinity", "-Infinity", "1E400", "-1e400", "1e309", "99999e305"})
    void numbersBeyondAllBounds(String number) {
        refused(Callers.withArgs("{\"bag\":{\"n\":" + number + "}}"));
    }

    @Attack("A13")
    @ParameterizedTest
    @ValueSource(strings = {"1e1000000000", "-1E+999999999", "1e99999999999999999999", "1.5e2147483648"})
    void exponentsThatWouldFillTheMemory(String number) {
        row.refuses(400, Harmless.post(Callers.withArgs("{\"bag\":{\"n\":" + number + "}}")));

        row.promises("ok(0.0)");
        String zero = Callers.FIRST.signed(Callers.FIRST.envelope(Callers.TOOL, "{\"bag\":{\"n\":0.0}}"));
        Callers.FIRST.sendText(zero.replace("\"n\":0.0", "\"n\":1e-1000000000")).is(200, "ok");
    }

    @Attack("A14")
    @ParameterizedTest
    @ValueSource(ints = {1_001, 20_000, 250_000})
    void anEndlessInteger(int digits) {
        assertThat(refused(Callers.withArgs("{\"bag\":{\"n\":" + "7".repeat(digits) + "}}"))
                        .error())
                .isEqualTo("bad envelope: an integer of more than 1000 digits");
        refused(Callers.signed().replaceFirst("\"ts_ms\":\\d+", "\"ts_ms\":" + "7".repeat(digits)));
    }

    @Attack("A15")
    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "[{\"a\":[", "[[],"})
    void deepNesting(String level) {
        String deep = level.repeat(250_000 / level.length());

        assertThat(refused(deep).error()).isEqualTo("bad envelope: nesting deeper than 64");
        refused(Callers.withArgs("{\"bag\":" + deep.substring(0, 200_000)));
    }

    @Attack("A16")
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void keysThatCollideAndKeysWithoutNumber(boolean colliding) {
        String keys = IntStream.range(0, colliding ? 10_100 : 25_000)
                .mapToObj(i -> "\"" + (colliding ? collidingKey(i) : Integer.toString(i)) + "\":0")
                .collect(Collectors.joining(","));

        refused(Callers.withArgs("{\"bag\":{" + keys + "}}"));
        refused("{" + keys + "}");
    }

    /** All these have the same hash code. */
    private static String collidingKey(int number) {
        int rest = number;
        StringBuilder key = new StringBuilder();
        for (int pair = 0; pair < 9; pair++) {
            key.append(COLLIDING.get(rest % 3));
            rest /= 3;
        }
        return key.toString();
    }

    @Attack("A17")
    @ParameterizedTest
    @CsvSource({"413, 4, 20000000", "400, 50000, 1", "400, 200000, 50000"})
    void longStringsAndLongKeys(int status, int keyLength, int valueLength) {
        String body = Callers.withArgs("{\"" + "k".repeat(keyLength) + "\":\"" + "v".repeat(valueLength) + "\"}");

        row.refuses(status, Harmless.post(body));
    }

    @Attack("A18")
    @ParameterizedTest
    @ValueSource(strings = {"\\ud800", "\\udc00", "\\ud800\\ud800", "\\udc00\\ud800", "\\ud83d?"})
    void aLoneSurrogate(String lone) {
        assertThat(refused(Callers.signed().replace(Callers.MARK, lone)).error())
                .isEqualTo("bad envelope: a lone surrogate");
        refused(Callers.withArgs("{\"" + lone + "\":1}"));
        refused(Callers.signed().replace("client-001", "client-001" + lone));
    }

    @Attack("A19")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\u0000",
                "\\n1999-01-01 00:00:00,000 INFO  [injected] ",
                "\\r\\ninjected: 1",
                "\\u001b[31minjected",
                "\\u202einjected",
                "\u202einjected",
                "\u2028injected",
                "\\u0085injected",
                "\u007f",
            })
    void controlCharactersInIds(String text) {
        for (String field : new String[] {"client_id", "request_id", "server_id", "tool", "nonce"}) {
            Answer answer =
                    refused(Callers.signed().replaceFirst("\"" + field + "\":\"", "$0" + text.replace("\\", "\\\\")));

            assertThat(answer.text()).doesNotContain("injected");
        }
    }

    /** A good envelope, with these bytes in the place of a text. */
    private static byte[] inPlaceOf(String text, byte[] bytes) {
        String good = Callers.signed();
        int at = good.indexOf(text);
        return RawConnection.concat(
                good.substring(0, at).getBytes(StandardCharsets.UTF_8),
                bytes,
                good.substring(at + text.length()).getBytes(StandardCharsets.UTF_8));
    }

    private Answer refused(String body) {
        return refused(RawConnection.utf8(body));
    }

    private Answer refused(byte[] body) {
        Answer answer = row.refuses(Harmless.post(body));
        assertThat(answer.text()).doesNotContain(Callers.MARK);
        return answer;
    }
}
