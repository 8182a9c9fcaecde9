package dev.goldfish.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.goldfish.signing.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One answer of the server, checked for what holds for all: JSON of exactly the nine fields in canonical form, signed.
 *
 * @param retryAfter the header's value; empty for none
 */
public record Answer(int http, String text, JsonNode json, String retryAfter) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param key what the reply must be signed with */
    public static Answer checked(int http, String contentType, String retryAfter, byte[] body, byte[] key) {
        String text = new String(body, StandardCharsets.ISO_8859_1);
        assertThat(contentType).as("content type of %d %s", http, text).isEqualTo("application/json");
        assertThat(CanonicalJson.parse(body).text()).as("canonical form").isEqualTo(text);
        JsonNode json = parsed(text);
        List<String> fields = new ArrayList<>();
        json.fieldNames().forEachRemaining(fields::add);
        assertThat(fields)
                .containsExactly(
                        "error", "ok", "request_id", "result", "server_id", "signature", "status", "ts_ms", "v");
        String signature = json.path("signature").textValue();
        assertThat(TestCaller.hmac(key, text.replace("\"signature\":\"" + signature + "\",", "")))
                .as("signature of %s", text)
                .isEqualTo(signature);
        assertThat(json.path("v").textValue()).isEqualTo("mcp/0.1");
        assertThat(json.path("server_id").textValue()).isEqualTo(TestCaller.SERVER_ID);
        assertThat(json.path("ts_ms").isIntegralNumber()).isTrue();
        assertThat(json.path("ok").booleanValue())
                .isEqualTo(!"error".equals(json.path("status").textValue()));
        assertThat(json.path("error").isNull()).isEqualTo(json.path("ok").booleanValue());
        return new Answer(http, text, json, retryAfter);
    }

    private static JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    public String status() {
        return json.path("status").asText();
    }

    /** The error text; empty for none. */
    public String error() {
        return json.path("error").asText("");
    }

    public String requestId() {
        return json.path("request_id").asText();
    }

    public JsonNode result() {
        return json.path("result");
    }

    public String jobId() {
        return result().path("job_id").asText();
    }

    /** The text without what differs from reply to reply. */
    public String withoutIdentity() {
        return text.replaceAll("\"(request_id|signature)\":\"[^\"]*\",|\"ts_ms\":[0-9]+,", "");
    }

    public Answer is(int expectedHttp, String expectedStatus) {
        assertThat(http + " " + status()).as(text).isEqualTo(expectedHttp + " " + expectedStatus);
        return this;
    }

    /** A refusal with exactly this error text. */
    public Answer refused(int expectedHttp, String expectedError) {
        is(expectedHttp, "error");
        assertThat(error()).isEqualTo(expectedError);
        assertThat(result().isNull()).isTrue();
        return this;
    }
}
