package dev.goldfish.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.goldfish.protocol.Reply;
import dev.goldfish.protocol.Status;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyCodecTest {
    private static final SigningKey KEY = SigningKey.of("server_secret_key_123");
    private static final Reply OK = new Reply("r-1", 5, "s", Status.OK, "{\"total\":60.0}", null, "");
    private static final Reply ERROR = new Reply("", 5, "s", Status.ERROR, null, "tool failed: \"ä\"", "");

    @Test
    void writesNineFieldsInCanonicalForm() {
        assertThat(written(OK))
                .matches("\\{\"error\":null,\"ok\":true,\"request_id\":\"r-1\",\"result\":\\{\"total\":60.0},"
                        + "\"server_id\":\"s\",\"signature\":\"[0-9a-f]{64}\",\"status\":\"ok\",\"ts_ms\":5,"
                        + "\"v\":\"mcp/0.1\"}");
        assertThat(written(ERROR))
                .matches("\\{\"error\":\"tool failed: \\\\\"\\\\u00e4\\\\\"\",\"ok\":false,\"request_id\":\"\","
                        + "\"result\":null,\"server_id\":\"s\",\"signature\":\"[0-9a-f]{64}\",\"status\":\"error\","
                        + "\"ts_ms\":5,\"v\":\"mcp/0.1\"}");
    }

    @ParameterizedTest
    @EnumSource
    void whatIsWrittenIsCanonicalAlready(Status status) {
        Reply reply = status == Status.ERROR ? ERROR : new Reply("r", 5, "s", status, "{}", null, "");

        assertThat(CanonicalJson.parse(ReplyCodec.write(reply, KEY)).text()).isEqualTo(written(reply));
    }

    @Test
    void theSignatureCoversTheTextWithoutIt() {
        String text = written(OK);
        String signature = ReplyCodec.read(ReplyCodec.write(OK, KEY)).signature();
        String rest = text.replace("\"signature\":\"" + signature + "\",", "");

        assertThat(KEY.verifies(rest.getBytes(StandardCharsets.US_ASCII), signature))
                .isTrue();
        assertThat(ReplyCodec.signedForm(OK))
                .asString(StandardCharsets.US_ASCII)
                .isEqualTo(rest);
    }

    @Test
    void readsWhatItWrites() {
        for (Reply reply : new Reply[] {OK, ERROR}) {
            Reply read = ReplyCodec.read(ReplyCodec.write(reply, KEY));

            assertThat(read.signed("")).isEqualTo(reply);
            assertThat(KEY.verifies(ReplyCodec.signedForm(read), read.signature()))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"error", "ok", "request_id", "result", "server_id", "signature", "status", "ts_ms", "v"})
    void readsNoReplyWithAFieldMissing(String field) {
        String text = written(OK).replace("\"" + field + "\":", "\"another\":");

        assertThatThrownBy(() -> read(text))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessage(field + ": missing");
    }

    @Test
    void readsNoReplyWithMoreThanItsFields() {
        assertThatThrownBy(() -> read(written(OK).replace("{\"error\"", "{\"another\":1,\"error\"")))
                .isInstanceOf(MalformedJsonException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "'\"ok\":true', '\"ok\":false'",
        "'\"ok\":true', '\"ok\":\"true\"'",
        "'\"status\":\"ok\"', '\"status\":\"error\"'",
        "'\"status\":\"ok\"', '\"status\":\"OK\"'",
        "'\"error\":null', '\"error\":\"tool failed\"'",
        "'\"ts_ms\":5', '\"ts_ms\":5.0'",
        "'\"v\":\"mcp/0.1\"', '\"v\":\"mcp/0.2\"'",
    })
    void readsNoReplyThatContradictsItself(String part, String instead) {
        String text = written(OK);
        assertThat(text).contains(part);

        assertThatThrownBy(() -> read(text.replace(part, instead))).isInstanceOf(MalformedJsonException.class);
    }

    private static String written(Reply reply) {
        return new String(ReplyCodec.write(reply, KEY), StandardCharsets.US_ASCII);
    }

    private static Reply read(String text) {
        return ReplyCodec.read(text.getBytes(StandardCharsets.UTF_8));
    }
}
