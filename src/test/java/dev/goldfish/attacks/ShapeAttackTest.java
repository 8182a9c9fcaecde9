package dev.goldfish.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.goldfish.server.Answer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Strict JSON that is no envelope, though a lenient reader would make one of it. */
@QuarkusTest
@TestProfile(AttacksProfile.class)
@ExtendWith(QuietLog.class)
class ShapeAttackTest {
    @RegisterExtension
    final Row row = new Row();

    @Attack("A20")
    @ParameterizedTest
    @ValueSource(strings = {"nonce", "ts_ms", "request_id", "client_id", "server_id", "tool", "signature"})
    void aMissingField(String field) {
        ObjectNode unsigned = Callers.envelope();
        unsigned.remove(field);
        ObjectNode envelope = Callers.node(Callers.FIRST.signed(unsigned));
        if (field.equals("signature")) {
            envelope.remove(field);
        }

        assertThat(refused(envelope).error()).isEqualTo("bad envelope: " + field + ": missing");
    }

    @Attack("A21")
    @ParameterizedTest
    @ValueSource(strings = {"injected", "Client_id", "client_id ", "__proto__", "alg", "kid", "result"})
    void anExtraField(String name) {
        ObjectNode unsigned = Callers.envelope().put(name, "injected");

        Answer answer = refused(Callers.node(Callers.FIRST.signed(unsigned)));

        assertThat(answer.error()).isEqualTo("bad envelope: an unknown field");
        assertThat(answer.text()).doesNotContain("injected");
    }

    @Attack("A22")
    @ParameterizedTest
    @ValueSource(
            strings = {"\"123\"", "123.0", "true", "1e3", "-1", "-0.0", "9223372036854775808", "null", "[1]", "{}", "01"
            })
    void aTimeThatIsNoInteger(String time) {
        String good = Callers.signed();

        row.refuses(Harmless.post(good.replaceFirst("\"ts_ms\":\\d+", "\"ts_ms\":" + time)));
    }

    @Attack("A23")
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "args      | null",
                "args      | []",
                "args      | \"{}\"",
                "args      | 0",
                "args      | false",
                "client_id | 1",
                "client_id | [\"client-001\"]",
                "client_id | {\"client-001\":1}",
                "client_id | null",
                "tool      | true",
                "nonce     | 1234567890",
                "signature | null",
                "signature | 0",
            })
    void aValueOfAnotherType(String field, String value) {
        ObjectNode envelope = Callers.signedNode();
        envelope.set(field, Callers.node("{\"x\":" + value + "}").get("x"));

        assertThat(refused(envelope).error()).startsWith("bad envelope: " + field + ": must be ");
    }

    @Attack("A24")
    @ParameterizedTest
    @ValueSource(strings = {"mcp/0.2", "MCP/0.1", "mcp/0.1 ", "mcp/0.10", "", "none"})
    void anotherVersion(String version) {
        ObjectNode unsigned = Callers.envelope().put("v", version);

        assertThat(refused(Callers.node(Callers.FIRST.signed(unsigned))).error())
                .isEqualTo("bad envelope: v: must be mcp/0.1");
    }

    @Attack("A25")
    @ParameterizedTest
    @ValueSource(
            strings = {"empty", "upper", "shorter", "longer", "one byte", "base64", "none", "twice", "spaces", "0x"})
    void aSignatureOfAnotherForm(String form) {
        ObjectNode envelope = Callers.signedNode();
        String good = envelope.path("signature").textValue();
        byte[] bytes = HexFormat.of().parseHex(good);
        String wrong =
                switch (form) {
                    case "empty" -> "";
                    case "upper" -> good.toUpperCase(Locale.ROOT);
                    case "shorter" -> good.substring(0, 63);
                    case "longer" -> good + "0";
                    case "one byte" -> good.substring(0, 2);
                    case "base64" -> Base64.getEncoder().encodeToString(bytes);
                    case "twice" -> good + good;
                    case "spaces" -> " " + good + " ";
                    case "0x" -> "0x" + good;
                    default -> form;
                };

        Answer answer = refused(envelope.put("signature", wrong));

        assertThat(answer.error()).isEqualTo("bad signature");
        assertThat(answer.text()).doesNotContain(good);
    }

    @Attack("A26")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "client-00?",
                "client 001",
                "client-001\r\nDEL injected",
                "client-001\",level=\"injected",
                "client-001}injected{",
                "client-001\u0000",
                "../client-001\\",
                "long",
            })
    void aClientIdThatWouldBeMoreThanAName(String id) {
        String clientId = id.equals("long") ? "c".repeat(200_000) : id;
        ObjectNode unsigned = Callers.envelope().put("client_id", clientId);

        Answer answer = refused(Callers.node(Callers.FIRST.signed(unsigned)));

        assertThat(answer.error()).startsWith("bad envelope: client_id: ");
        assertThat(answer.text()).doesNotContain("injected").hasSizeLessThan(1_000);
    }

    private Answer refused(ObjectNode envelope) {
        Answer answer = row.refuses(Harmless.post(envelope.toString()));
        assertThat(answer.text()).doesNotContain(Callers.MARK);
        return answer;
    }
}
