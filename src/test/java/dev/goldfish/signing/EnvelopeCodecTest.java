package dev.goldfish.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.goldfish.protocol.BadEnvelopeException;
import dev.goldfish.protocol.Envelope;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeCodecTest {
    private static final Envelope ENVELOPE = new Envelope(
            "r-1", 1700000000000L, "client-001", "mcp-server-001", "batch_sum", "{\"numbers\":[1]}", "nonce-01", "ab");
    private static final String TEXT =
            "{\"args\":{\"numbers\":[1]},\"client_id\":\"client-001\",\"nonce\":\"nonce-01\","
                    + "\"request_id\":\"r-1\",\"server_id\":\"mcp-server-001\",\"signature\":\"ab\",\"tool\":\"batch_sum\","
                    + "\"ts_ms\":1700000000000,\"v\":\"mcp/0.1\"}";

    @Test
    void readsWhatItWrites() {
        assertThat(EnvelopeCodec.read(EnvelopeCodec.write(ENVELOPE)).envelope()).isEqualTo(ENVELOPE);
    }

    @Test
    void writesCanonicalJson() {
        assertThat(ascii(EnvelopeCodec.write(ENVELOPE))).isEqualTo(TEXT);
    }

    @Test
    void signsEverythingButTheSignature() {
        assertThat(ascii(EnvelopeCodec.signedForm(ENVELOPE))).isEqualTo(TEXT.replace("\"signature\":\"ab\",", ""));
    }

    @Test
    void signsTheSameFormHoweverTheSenderWroteIt() {
        String untidy = "\t{ \"v\":\"mcp/0.1\", \"ts_ms\":1700000000000,\n\"args\" : {\"numbers\": [ 1 ] },"
                + "\"nonce\":\"nonce-01\",\"request_id\":\"r-\\u0031\",\"tool\":\"batch_sum\",\"client_id\":\"client-001\","
                + "\"signature\":\"ab\",\"server_id\":\"mcp-server-001\"} ";

        assertThat(EnvelopeCodec.signedForm(read(untidy))).isEqualTo(EnvelopeCodec.signedForm(ENVELOPE));
    }

    @Test
    void theVersionMayBeLeftOutAndIsSigned() {
        assertThat(read(TEXT.replace(",\"v\":\"mcp/0.1\"", ""))).isEqualTo(ENVELOPE);
    }

    @Test
    void argsMayBeLeftOutAndAreSignedAsAnEmptyObject() {
        Envelope envelope = read(TEXT.replace("\"args\":{\"numbers\":[1]},", ""));

        assertThat(envelope.args()).isEqualTo("{}");
        assertThat(ascii(EnvelopeCodec.signedForm(envelope))).startsWith("{\"args\":{},");
    }

    @Test
    void escapesWhatARequestIdMayHold() {
        Envelope envelope = read(TEXT.replace("r-1", "r\\\\\\\"\\u007e/"));

        assertThat(envelope.requestId()).isEqualTo("r\\\"~/");
        assertThat(ascii(EnvelopeCodec.signedForm(envelope))).contains("\"request_id\":\"r\\\\\\\"~/\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"request_id", "ts_ms", "client_id", "server_id", "tool", "nonce", "signature"})
    void namesTheFieldThatIsMissing(String field) {
        String text = TEXT.replaceAll("\"" + field + "\":(\"[^\"]*\"|[0-9]+),", "");

        assertRefused(text, field + ": missing", field.equals("request_id") ? "" : "r-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"1700000000000\"", "1700000000000.0", "17e11", "true", "null", "[]", "{}"})
    void timeIsAnIntegerWithoutCoercion(String time) {
        assertRefused(TEXT.replace("1700000000000", time), "ts_ms: must be an integer", "r-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372036854775808", "99999999999999999999999999"})
    void timeStaysInRange(String time) {
        assertRefused(TEXT.replace("1700000000000", time), "ts_ms: out of range", "r-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"mcp/0.2\"", "\"MCP/0.1\"", "null", "1", "{}", "\"\""})
    void thereIsOneVersion(String version) {
        assertRefused(TEXT.replace("\"mcp/0.1\"", version), "v: must be mcp/0.1", "r-1");
    }

    @Test
    void noOtherFieldIsKnown() {
        assertRefused(TEXT.replace("\"v\":", "\"w\":1,\"v\":"), "an unknown field", "r-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "1", "\"text\"", "null", "true"})
    void anythingButAnObjectIsNoEnvelope(String text) {
        assertRefused(text, "must be a JSON object", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "null", "\"\"", "\"a b\"", "\"\\u00e9\"", "[\"r-1\"]"})
    void aRequestIdThatBreaksItsRuleIsNotRepeated(String requestId) {
        String text = TEXT.replace("\"r-1\"", requestId);

        assertThatThrownBy(() -> read(text))
                .isInstanceOfSatisfying(
                        BadEnvelopeException.class,
                        refusal -> assertThat(refusal.requestId()).isEmpty());
    }

    @Test
    void whatIsNoJsonIsNoEnvelope() {
        assertRefused("{\"v\":", "not JSON at character 5", "");
    }

    private static void assertRefused(String text, String rule, String requestId) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOfSatisfying(
                        BadEnvelopeException.class,
                        refusal -> assertThat(refusal.requestId()).isEqualTo(requestId))
                .hasMessage(rule);
    }

    private static Envelope read(String text) {
        return EnvelopeCodec.read(text.getBytes(StandardCharsets.UTF_8)).envelope();
    }

    private static String ascii(byte[] bytes) {
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}
