package dev.goldfish.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no envelope is refused as such, before anything is asked about who sent it. */
@QuarkusTest
@TestProfile(ClientsProfile.class)
class BadEnvelopeTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String REQUEST_ID = "r-shape";

    static Stream<Arguments> bytes() {
        String good = TestCaller.FIRST.signed(envelope());
        return Stream.of(
                arguments("nothing", new byte[0], "no JSON value"),
                arguments("white space", utf8(" \n "), "no JSON value"),
                arguments("no JSON", utf8("hello"), "not JSON at character"),
                arguments("half an object", utf8(good.substring(0, good.length() / 2)), "not JSON at character"),
                arguments("single quotes", utf8(good.replace('"', '\'')), "not JSON at character"),
                arguments("a comment", utf8("/* */" + good), "not JSON at character"),
                arguments("a trailing comma", utf8(good.replaceFirst("}$", ",}")), "not JSON at character"),
                arguments("a raw control character", utf8(good.replace(REQUEST_ID, "a\nb")), "not JSON at character"),
                arguments("a leading zero", utf8(withArgs("{\"a\":01}")), "not JSON at character"),
                arguments("a hex number", utf8(withArgs("{\"a\":0x1f}")), "not JSON at character"),
                arguments("65 levels", utf8(withArgs(nested(64))), "nesting deeper than 64"),
                arguments(
                        "a long name",
                        utf8(withArgs("{\"" + "a".repeat(1_025) + "\":1}")),
                        "a name of more than 1024 characters"),
                arguments("many members", utf8(withArgs(object(10_001))), "an object of more than 10000 members"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bytes")
    void bytesThatAreNoStrictJson(String what, byte[] body, String rule) {
        Answer answer = TestCaller.post(body).is(400, "error");

        assertThat(answer.error()).startsWith("bad envelope: " + rule);
        assertThat(answer.requestId()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"text\"", "1", "null", "true"})
    void jsonThatIsNoObject(String body) {
        assertThat(TestCaller.post(body)
                        .refused(400, "bad envelope: must be a JSON object")
                        .requestId())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ts_ms", "client_id", "server_id", "tool", "nonce", "signature"})
    void aMissingField(String field) throws Exception {
        ObjectNode envelope = signedEnvelope();
        envelope.remove(field);

        assertShape(envelope, field + ": missing");
    }

    @Test
    void aMissingRequestId() throws Exception {
        ObjectNode envelope = signedEnvelope();
        envelope.remove("request_id");

        assertThat(TestCaller.post(envelope.toString())
                        .refused(400, "bad envelope: request_id: missing")
                        .requestId())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"extra", "result", "V", ""})
    void anUnknownField(String field) throws Exception {
        assertShape(signedEnvelope().put(field, 1), "an unknown field");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "v          | null            | v: must be mcp/0.1",
                "v          | \"mcp/0.2\"     | v: must be mcp/0.1",
                "v          | \"\"            | v: must be mcp/0.1",
                "v          | 0.1             | v: must be mcp/0.1",
                "ts_ms      | \"1700000000000\" | ts_ms: must be an integer",
                "ts_ms      | 1700000000000.0 | ts_ms: must be an integer",
                "ts_ms      | 1.7e12          | ts_ms: must be an integer",
                "ts_ms      | true            | ts_ms: must be an integer",
                "ts_ms      | null            | ts_ms: must be an integer",
                "ts_ms      | [1]             | ts_ms: must be an integer",
                "ts_ms      | -1              | ts_ms: must not be negative",
                "ts_ms      | 99999999999999999999 | ts_ms: out of range",
                "client_id  | 1               | client_id: must be a string",
                "client_id  | null            | client_id: must be a string",
                "client_id  | \"\"            | client_id: must have 1 to 128 characters",
                "client_id  | \"hunter 2\"    | client_id: only A-Z a-z 0-9 . _ : @ / - are allowed",
                "client_id  | \"hunter\\u0000\" | client_id: only A-Z a-z 0-9 . _ : @ / - are allowed",
                "server_id  | []              | server_id: must be a string",
                "server_id  | \"hunter,2\"    | server_id: only A-Z a-z 0-9 . _ : @ / - are allowed",
                "tool       | true            | tool: must be a string",
                "tool       | \"hünter\"      | tool: only A-Z a-z 0-9 . _ : @ / - are allowed",
                "tool       | \"hunter*\"     | tool: only A-Z a-z 0-9 . _ : @ / - are allowed",
                "args       | null            | args: must be an object",
                "args       | []              | args: must be an object",
                "args       | \"{}\"          | args: must be an object",
                "args       | 0               | args: must be an object",
                "nonce      | 12345678        | nonce: must be a string",
                "nonce      | null            | nonce: must be a string",
                "nonce      | \"hunter2\"     | nonce: must have 8 to 128 characters",
                "nonce      | \"hunter 22\"   | nonce: only printable ASCII without spaces is allowed",
                "signature  | null            | signature: must be a string",
                "signature  | 0               | signature: must be a string",
                "signature  | {}              | signature: must be a string",
            })
    void aFieldThatBreaksItsRule(String field, String value, String rule) throws Exception {
        ObjectNode envelope = signedEnvelope();
        envelope.set(field, JSON.readTree(value));

        assertShape(envelope, rule);
    }

    @ParameterizedTest
    @ValueSource(strings = {"client_id", "server_id", "tool", "nonce"})
    void aFieldThatIsTooLong(String field) throws Exception {
        assertShape(
                signedEnvelope().put(field, "x".repeat(129)),
                field + ": must have " + (field.equals("nonce") ? 8 : 1) + " to 128 characters");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "5            | must be a string",
                "null         | must be a string",
                "[\"r\"]      | must be a string",
                "\"\"         | must have 1 to 128 characters",
                "\"a b\"      | only printable ASCII without spaces is allowed",
                "\"\\u007f\"  | only printable ASCII without spaces is allowed",
                "\"é\"        | only printable ASCII without spaces is allowed",
            })
    void aRequestIdThatBreaksItsRuleIsNotRepeated(String value, String rule) throws Exception {
        ObjectNode envelope = signedEnvelope();
        envelope.set("request_id", JSON.readTree(value));

        assertThat(TestCaller.post(envelope.toString())
                        .refused(400, "bad envelope: request_id: " + rule)
                        .requestId())
                .isEmpty();
    }

    @Test
    void theLongestFieldsAreNoFault() throws Exception {
        ObjectNode envelope = signedEnvelope()
                .put("request_id", "~".repeat(128))
                .put("client_id", "x".repeat(128))
                .put("server_id", "x".repeat(128))
                .put("tool", "x".repeat(128))
                .put("nonce", "!".repeat(128));

        TestCaller.post(envelope.toString()).refused(401, "bad signature");
    }

    @Test
    void sixtyFourLevelsAreNoFault() {
        TestCaller.post(withArgs(nested(63))).refused(401, "bad signature");
    }

    @Test
    void aThousandDigitsAreNoFault() {
        TestCaller.post(withArgs("{\"a\":-" + "9".repeat(1000) + "}")).refused(401, "bad signature");
    }

    private static void assertShape(ObjectNode envelope, String rule) {
        Answer answer = TestCaller.post(envelope.toString()).refused(400, "bad envelope: " + rule);

        assertThat(answer.requestId()).isEqualTo(REQUEST_ID);
    }

    private static ObjectNode envelope() {
        return TestCaller.FIRST.envelope("batch_sum", "{\"numbers\":[1]}").put("request_id", REQUEST_ID);
    }

    private static ObjectNode signedEnvelope() throws Exception {
        return (ObjectNode) JSON.readTree(TestCaller.FIRST.signed(envelope()));
    }

    /** An envelope with any text as its args. */
    private static String withArgs(String args) {
        return TestCaller.FIRST.signed(envelope()).replace("{\"numbers\":[1]}", args);
    }

    /** An object of this many levels. */
    private static String object(int members) {
        return IntStream.range(0, members).mapToObj(i -> "\"" + i + "\":1").collect(Collectors.joining(",", "{", "}"));
    }

    private static String nested(int levels) {
        return "{\"a\":".repeat(levels) + "1" + "}".repeat(levels);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
