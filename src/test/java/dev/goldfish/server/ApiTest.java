package dev.goldfish.server;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.goldfish.protocol.ErrorCode;
import dev.goldfish.signing.CanonicalJson;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The published description of the API says what the server does. */
@QuarkusTest
@TestProfile(ClientsProfile.class)
class ApiTest {
    private JsonNode api;

    @BeforeEach
    void read() throws IOException {
        api = new ObjectMapper()
                .readTree(given().get("/q/openapi?format=json")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString());
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void everyErrorIsDocumentedUnderItsStatus(ErrorCode code) {
        JsonNode response = responses().path(String.valueOf(code.httpStatus()));

        assertThat(response.at("/content/application~1json/examples").has(code.text()))
                .as(response.toString())
                .isTrue();
        assertThat(response.at("/content/application~1json/schema/$ref").asText())
                .endsWith("/Reply");
        if (code.retryAfterSeconds() > 0) {
            assertThat(response.path("headers").has("Retry-After")).isTrue();
        }
    }

    @Test
    void aReplyHasTheFieldsThatAreDocumented() {
        Answer answer = TestCaller.FIRST.call("batch_sum", "{\"numbers\":[1]}");

        List<String> documented = names(api.at("/components/schemas/Reply/properties"));
        assertThat(documented).containsExactlyInAnyOrderElementsOf(names(answer.json()));
        assertThat(required("Reply")).containsExactlyInAnyOrderElementsOf(documented);
    }

    @Test
    void anEnvelopeHasTheFieldsThatAreDocumented() {
        ObjectNode envelope = TestCaller.FIRST.envelope("batch_sum", "{}").put("signature", "");

        List<String> documented = names(api.at("/components/schemas/Envelope/properties"));
        assertThat(documented).containsExactlyInAnyOrderElementsOf(names(envelope));
        for (String field : documented) {
            String error = TestCaller.post(
                            envelope.deepCopy().without(List.of(field)).toString())
                    .error();
            assertThat(error.startsWith("bad envelope"))
                    .as(field)
                    .isEqualTo(required("Envelope").contains(field));
        }
    }

    @Test
    void theExamplesAreSignedRight() {
        assertSigned(
                api.at("/paths/~1call/post/requestBody/content/application~1json/examples/batch_sum/value"),
                "client_secret_key_456");
        assertSigned(responses().at("/200/content/application~1json/examples/ok/value"), "server_secret_key_123");
        assertSigned(responses().at("/202/content/application~1json/examples/accepted/value"), "server_secret_key_123");
    }

    private static void assertSigned(JsonNode example, String secret) {
        ObjectNode unsigned = example.deepCopy();
        unsigned.remove("signature");
        String text = CanonicalJson.parse(unsigned.toString().getBytes(StandardCharsets.UTF_8))
                .text();
        assertThat(TestCaller.hmac(secret.getBytes(StandardCharsets.US_ASCII), text))
                .isEqualTo(example.path("signature").asText());
    }

    private JsonNode responses() {
        return api.at("/paths/~1call/post/responses");
    }

    private List<String> required(String schema) {
        List<String> fields = new ArrayList<>();
        api.at("/components/schemas/" + schema + "/required").forEach(field -> fields.add(field.asText()));
        return fields;
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
