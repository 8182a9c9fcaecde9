package dev.goldfish.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.goldfish.protocol.Outcome;
import jakarta.validation.Validation;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SchemasTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Schemas schemas = new Schemas();
    private final Arguments arguments = new Arguments(Validation.buildDefaultValidatorFactory());

    enum Word {
        @JsonProperty("small")
        SMALL,
        @JsonProperty("large")
        LARGE
    }

    record Input(
            @NotNull @Min(1) @Max(20) Integer seconds,
            @NotEmpty List<@NotNull Double> numbers,

            @NotBlank @Size(max = 40) @JsonProperty("job_id")
            String jobId,

            @Nullable @Pattern(regexp = "[a-z]+") String cursor,
            @Nullable Word word,
            @Nullable Map<String, Object> payload,
            int count) {}

    record Nothing() {}

    @Test
    void saysWhichDraftItIs() {
        assertThat(schema(Nothing.class).path("$schema").asText())
                .isEqualTo("https://json-schema.org/draft/2020-12/schema");
    }

    @Test
    void aRecordWithoutComponentsIsAnEmptyObject() {
        JsonNode schema = schema(Nothing.class);

        assertThat(schema.path("type").asText()).isEqualTo("object");
        assertThat(schema.path("additionalProperties"))
                .isEqualTo(JSON.getNodeFactory().booleanNode(false));
    }

    @Test
    void boundsComeFromAnnotations() {
        JsonNode properties = schema(Input.class).path("properties");

        assertThat(properties.path("seconds")).hasToString("{\"type\":\"integer\",\"minimum\":1,\"maximum\":20}");
        assertThat(properties.path("numbers").path("minItems").asInt()).isEqualTo(1);
        assertThat(properties.path("numbers").at("/items/type").asText()).isEqualTo("number");
        assertThat(properties.path("job_id").path("maxLength").asInt()).isEqualTo(40);
        assertThat(properties.path("cursor").path("pattern").asText()).isEqualTo("^(?:[a-z]+)$");
    }

    @Test
    void propertiesHaveTheirNamesOnTheWire() {
        List<String> names = new ArrayList<>();
        schema(Input.class).path("properties").fieldNames().forEachRemaining(names::add);

        assertThat(names)
                .containsExactlyInAnyOrder("seconds", "numbers", "job_id", "cursor", "word", "payload", "count");
    }

    @Test
    void whatMustBeThereIsRequired() {
        List<String> required = new ArrayList<>();
        schema(Input.class).path("required").forEach(name -> required.add(name.asText()));

        assertThat(required).containsExactlyInAnyOrder("seconds", "numbers", "job_id", "count");
    }

    @Test
    void wordsOfAnEnumAreThoseOfTheWire() throws Exception {
        assertThat(schema(Input.class).at("/properties/word/enum")).isEqualTo(JSON.readTree("[\"small\",\"large\"]"));
    }

    @Test
    void nothingElseIsAllowedButInsideAMap() {
        JsonNode schema = schema(Input.class);

        assertThat(schema.path("additionalProperties").isBoolean()).isTrue();
        assertThat(schema.path("additionalProperties").asBoolean()).isFalse();
        assertThat(schema.at("/properties/payload/type").asText()).isEqualTo("object");
        assertThat(schema.at("/properties/payload/additionalProperties").toString())
                .isNotEqualTo("false");
    }

    @Test
    void aResultSaysWhereItMayBeNull() {
        assertThat(schemas.ofResult(type(Input.class)).at("/properties/word").toString())
                .contains("null");
        assertThat(schema(Input.class).at("/properties/word").toString()).doesNotContain("null");
    }

    @Test
    void aToolThatDecidesOnItsWholeReplyMayAnswerAnything() {
        assertThat(schemas.ofResult(type(Outcome.class)).isEmpty()).isTrue();
    }

    private JsonNode schema(Class<?> type) {
        return arguments.schema(type(type));
    }

    private static JavaType type(Class<?> type) {
        return JSON.constructType(type);
    }
}
