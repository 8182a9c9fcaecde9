package dev.goldfish.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.validation.Valid;
import jakarta.validation.Validation;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What there may be in arguments, and what stops the start. */
class ShapesTest {
    private final Arguments arguments = new Arguments(Validation.buildDefaultValidatorFactory());

    record Inner(@NotNull String name) {}

    record Twice(Inner one, Inner other, @Nullable Tree tree) {}

    record Tree(@Nullable Tree left, @Nullable Tree right) {}

    record Own(
            @Nullable @Min(value = 18, message = "must be of age, which is {value}")
            Integer age,

            @Nullable @Digits(integer = 2, fraction = 0) Integer digits,
            @Nullable @Size(max = 2) String text,
            @Nullable @Email String mail) {
        @AssertTrue(message = "needs an age with digits")
        boolean isConsistent() {
            return digits == null || age != null;
        }
    }

    record Outer(@Nullable List<@Valid Own> own) {}

    record Scores(@Nullable List<@Digits(integer = 2, fraction = 0) Integer> scores) {}

    record Strict(String text) {
        Strict {
            if (text != null && text.isBlank()) {
                throw new InvalidArgumentsException("text", "must say something");
            }
        }
    }

    interface Open {}

    sealed interface Untold permits Told {}

    record Told() implements Untold {}

    record Dated(List<Map<String, Date>> dates) {}

    record OfOpen(Open open) {}

    record OfUntold(Untold untold) {}

    record OfBean(StringBuilder builder) {}

    record OfMap(Map<UUID, String> map) {}

    record OfSet(Set<Inner> set) {}

    record Aliased(@JsonAlias("b") String a) {}

    record Formatted(@JsonFormat(pattern = "dd.MM.yyyy") LocalDate date) {}

    record Ignored(@JsonIgnore String a, String b) {}

    record Flagged(
            @Pattern(regexp = "a", flags = Pattern.Flag.CASE_INSENSITIVE)
            String text) {}

    record JavaOnly(@Pattern(regexp = "a++") String text) {}

    @Test
    void aRecordUsedTwiceIsWrittenTwice() {
        JsonNode schema = schema(Twice.class);

        assertThat(schema.at("/properties/one")).isEqualTo(schema.at("/properties/other"));
        assertThat(schema.at("/properties/one/properties/name/type").asText()).isEqualTo("string");
        assertThat(schema.path("$defs")).hasSize(1);
        assertThat(schema.at("/properties/tree/$ref").asText()).isEqualTo("#/$defs/Tree");
        assertThat(schema(Tree.class).at("/properties/left/$ref").asText()).isEqualTo("#");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"age\":17}                      | age: must be of age, which is 18",
                "{\"age\":18,\"digits\":100}       | digits: numeric value out of bounds (<2 digits>.<0 digits> expected)",
                "{\"digits\":1}                    | consistent: needs an age with digits",
                "{\"digits\":100,\"mail\":\"x\"}   | consistent: needs an age with digits; digits: numeric value out of"
                        + " bounds (<2 digits>.<0 digits> expected); mail: must be a well-formed email address",
            })
    void rulesThatNoSchemaSaysAreCheckedToo(String args, String violations) {
        assertThatThrownBy(() -> read(args, Own.class)).hasMessage(violations);
    }

    /** Bean Validation counts two for each, where its other rules are checked. */
    @Test
    void aLengthIsCheckedOnceOnly() {
        assertThat(read("{\"text\":\"\ud83d\udc1f\ud83d\udc1f\",\"age\":18,\"digits\":1}", Own.class))
                .isNotNull();
    }

    @Test
    void rulesOfElementsHoldBehindValid() {
        assertThatThrownBy(() -> read("{\"own\":[{},{\"digits\":1}]}", Outer.class))
                .hasMessage("own[1].consistent: needs an age with digits");
        String many = "{\"digits\":1},".repeat(1_000) + "{}";
        assertThatThrownBy(() -> read("{\"own\":[" + many + "]}", Outer.class))
                .hasMessageContaining("].consistent: needs an age with digits; ")
                .hasMessageEndingWith("; and more");
        assertThatThrownBy(() -> read("{\"scores\":[" + "100,".repeat(60_000) + "100]}", Scores.class))
                .hasMessageStartingWith("scores[0]: ")
                .hasMessageEndingWith("; and more");
    }

    @Test
    void aRecordMayCheckItself() {
        assertThatThrownBy(() -> read("{\"text\":\" \"}", Strict.class)).hasMessage("text: must say something");
    }

    @Test
    void readsTextsAsWhatTheyStandFor() {
        EveryType.Time time = ((EveryType.Input) read("""
                                {"time":{"instant":"2026-01-01T02:00:00+02:00","duration":"PT90S","date":"2024-02-29"}}""", EveryType.Input.class)).time();

        assertThat(time.instant()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(time.duration()).isEqualTo(Duration.ofSeconds(90));
        assertThat(time.date()).isEqualTo(LocalDate.of(2024, 2, 29));
    }

    @Test
    void tellsRecordsOfASealedTypeApart() {
        EveryType.Input input = (EveryType.Input) read(
                "{\"figure\":{\"one\":{\"radius\":1,\"kind\":\"circle\"},\"kind\":\"both\"}}", EveryType.Input.class);

        assertThat(input.figure()).isEqualTo(new EveryType.Both(new EveryType.Circle(1), null));
        assertThatThrownBy(() -> read("""
                        {"figure":{"kind":"both","one":{"kind":"circle","radius":-1},"other":{"kind":"square"}}}""", EveryType.Input.class))
                .hasMessage(
                        "figure.one.radius: must be greater than 0; figure.other.kind: must be one of both, circle");
        assertThatThrownBy(() -> read("{\"figure\":{\"radius\":1}}", EveryType.Input.class))
                .hasMessage("figure.kind: is missing");
    }

    @Test
    void aSetHoldsNothingTwice() {
        assertThatThrownBy(
                        () -> read("{\"whole\":{\"bits\":1,\"different\":[\"a\",\"b\",\"a\"]}}", EveryType.Input.class))
                .hasMessage("whole.different[2]: must not be there twice");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text.id", "text.link", "text.raw", "text.letter", "time.instant", "time.date", "time.duration"})
    void aTextOfAFormSaysWhichIsWanted(String path) {
        String outer = path.substring(0, path.indexOf('.'));
        String name = path.substring(path.indexOf('.') + 1);
        String other = outer.equals("text") ? "\"some\":\"x\"," : "";

        assertThatThrownBy(() ->
                        read("{\"" + outer + "\":{" + other + "\"" + name + "\":\"hunter2!\"}}", EveryType.Input.class))
                .hasMessageStartingWith(path + ": must be ")
                .hasMessageMatching(".*: must be (a|one|bytes) .*")
                .message()
                .doesNotContain("hunter2");
    }

    /** Whatever the expression lets through, Java must read. */
    @Test
    void javaReadsWhatLooksLikeAUri() {
        Random random = new Random(7);
        TextShape uri = Formats.of(URI.class);
        for (int i = 0; i < 200_000; i++) {
            StringBuilder text = new StringBuilder("x:");
            for (int length = random.nextInt(8); length >= 0; length--) {
                text.append("/:?#@a1%2-[].&".charAt(random.nextInt(14)));
            }
            if (uri.brokenBy(text.toString(), new Work(0)) == null) {
                assertThat(URI.create(text.toString()).isAbsolute())
                        .as("%s", text)
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Dated     | its argument dates[]{} is a java.util.Date, which a schema cannot describe",
                "OfOpen    | its argument open is a dev.goldfish.tool.ShapesTest$Open, which a schema cannot describe",
                "OfBean    | its argument builder is a java.lang.StringBuilder, which a schema cannot describe",
                "OfUntold  | its argument untold: dev.goldfish.tool.ShapesTest$Untold does not say how its records are told apart",
                "OfMap     | its argument map: the names in a Map are String or an enum",
                "OfSet     | its argument set: a Set holds numbers, texts or words",
                "Aliased   | its input: @JsonAlias on a of dev.goldfish.tool.ShapesTest$Aliased changes how it is read",
                "Formatted | its input: @JsonFormat on date of",
                "Ignored   | its input: ",
                "Flagged   | its argument text: a schema cannot say the flags of @Pattern",
                "JavaOnly  | its argument text: the expression a++ has a possessive quantifier, which only Java knows",
            })
    void whatNoSchemaDescribesIsRefused(String type, String message) throws Exception {
        Class<?> input = Class.forName(ShapesTest.class.getName() + "$" + type);

        assertThatIllegalArgumentException().isThrownBy(() -> schema(input)).withMessageStartingWith(message.strip());
    }

    private JsonNode schema(Class<?> type) {
        return arguments.schema(arguments.typeOf(type));
    }

    private Object read(String args, Class<?> type) {
        return arguments.read(args, arguments.typeOf(type));
    }
}
