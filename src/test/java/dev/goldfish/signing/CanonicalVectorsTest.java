package dev.goldfish.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.goldfish.protocol.BadEnvelopeException;
import dev.goldfish.protocol.Envelope;
import dev.goldfish.protocol.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Ground truth that CPython made: each row's input, canonical form, HMAC and whether it is to be accepted. */
class CanonicalVectorsTest {
    private static final SigningKey KEY = SigningKey.of("client_secret_key_456");
    private static final String ACCEPT = "accept";
    private static final String CANONICAL_ONLY = "canonical-only";

    record Row(String name, String kind, byte[] input, String canonical, String hmac, String policy) {}

    @Test
    void everyRowIsThere() throws IOException {
        assertThat(rows()).hasSize(182);
    }

    @TestFactory
    Stream<DynamicTest> rowsHold() throws IOException {
        return rows().stream().map(row -> dynamicTest(row.name(), () -> check(row)));
    }

    private static void check(Row row) {
        switch (row.kind()) {
            case "value" -> checkValue(row);
            case "request" -> checkRequest(row);
            case "response" -> checkResponse(row);
            default -> throw new AssertionError("a new kind of row: " + row.kind());
        }
    }

    private static void checkValue(Row row) {
        if (!row.policy().equals(ACCEPT)) {
            assertThatThrownBy(() -> CanonicalJson.parse(row.input())).isInstanceOf(MalformedJsonException.class);
            return;
        }
        assertThat(canonical(row.input())).isEqualTo(row.canonical());
        assertThat(canonical(ascii(row.canonical()))).isEqualTo(row.canonical());
        assertThat(KEY.sign(ascii(row.canonical()))).isEqualTo(row.hmac());
        assertThat(KEY.verifies(ascii(canonical(row.input())), row.hmac())).isTrue();
    }

    private static void checkRequest(Row row) {
        switch (row.policy()) {
            case ACCEPT -> {
                SignedEnvelope message = EnvelopeCodec.read(row.input());
                Envelope envelope = message.envelope();
                assertThat(message.signedForm()).asString().isEqualTo(row.canonical());
                assertThat(EnvelopeCodec.signedForm(envelope)).asString().isEqualTo(row.canonical());
                assertThat(KEY.verifies(EnvelopeCodec.signedForm(envelope), envelope.signature()))
                        .isTrue();
                assertThat(EnvelopeCodec.read(EnvelopeCodec.write(envelope)).envelope())
                        .isEqualTo(envelope);
            }
            case CANONICAL_ONLY -> {
                assertThat(withoutSignature(row.input())).isEqualTo(row.canonical());
                assertThat(KEY.sign(ascii(row.canonical()))).isEqualTo(row.hmac());
                assertThatThrownBy(() -> EnvelopeCodec.read(row.input()).envelope())
                        .isInstanceOf(BadEnvelopeException.class);
            }
            case "reject:bad envelope" ->
                assertThatThrownBy(() -> EnvelopeCodec.read(row.input()).envelope())
                        .isInstanceOf(BadEnvelopeException.class);
            case "reject:bad signature" -> {
                Envelope envelope = EnvelopeCodec.read(row.input()).envelope();
                assertThat(KEY.verifies(EnvelopeCodec.signedForm(envelope), envelope.signature()))
                        .isFalse();
            }
            default -> throw new AssertionError("a new policy: " + row.policy());
        }
    }

    private static void checkResponse(Row row) {
        Reply reply = ReplyCodec.read(row.input());
        assertThat(ReplyCodec.signedForm(reply)).asString().isEqualTo(row.canonical());
        assertThat(reply.signature()).isEqualTo(row.hmac());
        byte[] written = ReplyCodec.write(reply, KEY);
        assertThat(ReplyCodec.read(written)).isEqualTo(reply);
        assertThat(canonical(written)).isEqualTo(text(written));
        assertThat(text(written).replace("\"signature\":\"" + row.hmac() + "\",", ""))
                .isEqualTo(row.canonical());
    }

    private static String withoutSignature(byte[] input) {
        Map<String, String> members = CanonicalJson.parse(input).members();
        members.remove("signature");
        return members.entrySet().stream()
                .map(member -> JsonText.quote(member.getKey()) + ":" + member.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String canonical(byte[] input) {
        return CanonicalJson.parse(input).text();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String text(byte[] ascii) {
        return new String(ascii, StandardCharsets.US_ASCII);
    }

    private static List<Row> rows() throws IOException {
        ObjectMapper json = new ObjectMapper();
        try (InputStream in = CanonicalVectorsTest.class.getResourceAsStream("canonical.jsonl")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> row(json, line))
                    .toList();
        }
    }

    private static Row row(ObjectMapper json, String line) {
        try {
            JsonNode node = json.readTree(line);
            byte[] input = node.has("json_in_hex")
                    ? HexFormat.of().parseHex(node.get("json_in_hex").asText())
                    : node.get("json_in").asText().getBytes(StandardCharsets.UTF_8);
            return new Row(
                    node.get("name").asText(),
                    node.get("kind").asText(),
                    input,
                    node.path("canonical").asText(null),
                    node.path("hmac_hex").asText(null),
                    node.get("policy").asText());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
