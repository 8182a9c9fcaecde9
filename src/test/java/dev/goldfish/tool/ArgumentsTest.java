package dev.goldfish.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JavaType;
import jakarta.validation.Valid;
import jakarta.validation.Validation;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import org.hibernate.validator.HibernateValidator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {
    private final Arguments arguments = new Arguments(Validation.byProvider(HibernateValidator.class)
            .configure()
            .propertyNodeNameProvider(new WireNames())
            .buildValidatorFactory());

    enum Word {
        @JsonProperty("small")
        SMALL,
        @JsonProperty("large")
        LARGE
    }

    record Inner(@NotNull @Size(max = 3) String name) {}

    record Input(
            @Nullable @Min(1) @Max(20) Integer whole,
            @Nullable Long big,
            @Nullable Double number,
            @Nullable Boolean flag,
            @Nullable String text,
            @Nullable Word word,
            @Nullable List<@NotNull Double> numbers,
            @Nullable Map<String, Object> map,
            @Nullable @Valid Inner inner,
            @Nullable List<@Valid Inner> inners) {}

    record Required(
            @NotNull @JsonProperty("job_id") String jobId,
            @NotEmpty List<String> names,
            int count) {}

    record Nothing() {}

    @Test
    void readsEachType() {
        Input input = read(
                "{\"whole\":20,\"big\":9007199254740993,\"number\":1,\"flag\":true,\"text\":\"\",\"word\":\"small\","
                        + "\"numbers\":[1,2.5],\"map\":{\"a\":[null]},\"inner\":{\"name\":\"abc\"}}");

        assertThat(input.whole()).isEqualTo(20);
        assertThat(input.big()).isEqualTo(9007199254740993L);
        assertThat(input.number()).isEqualTo(1.0);
        assertThat(input.flag()).isTrue();
        assertThat(input.text()).isEmpty();
        assertThat(input.word()).isEqualTo(Word.SMALL);
        assertThat(input.numbers()).containsExactly(1.0, 2.5);
        assertThat(input.map()).containsOnlyKeys("a");
        assertThat(input.inner()).isEqualTo(new Inner("abc"));
    }

    @Test
    void readsNoArgumentsAtAll() {
        assertThat(arguments.read("{}", arguments.typeOf(Nothing.class))).isEqualTo(new Nothing());
        assertThat(read("{}").whole()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"whole\":\"2\"}          | whole: must be an integer, a string came",
                "{\"whole\":\"\"}           | whole: must be an integer, a string came",
                "{\"whole\":2.5}            | whole: must be an integer, a number with a fraction came",
                "{\"whole\":true}           | whole: must be an integer, a boolean came",
                "{\"whole\":[2]}            | whole: must be an integer, an array came",
                "{\"whole\":{}}             | whole: must be an integer, an object came",
                "{\"whole\":99999999999}    | whole: must be less than or equal to 20",
                "{\"big\":99999999999999999999} | big: must be less than or equal to 9223372036854775807",
                "{\"number\":\"2.5\"}       | number: must be a number, a string came",
                "{\"number\":\"NaN\"}       | number: must be a number, a string came",
                "{\"number\":true}          | number: must be a number, a boolean came",
                "{\"number\":\"\"}          | number: must be a number, a string came",
                "{\"flag\":\"true\"}        | flag: must be true or false, a string came",
                "{\"flag\":1}               | flag: must be true or false, a number came",
                "{\"flag\":\"\"}            | flag: must be true or false, a string came",
                "{\"text\":1}               | text: must be a string, a number came",
                "{\"text\":1.5}             | text: must be a string, a number came",
                "{\"text\":true}            | text: must be a string, a boolean came",
                "{\"text\":{}}              | text: must be a string, an object came",
                "{\"text\":[\"a\"]}         | text: must be a string, an array came",
                "{\"word\":\"SMALL\"}       | word: must be one of small, large",
                "{\"word\":\"Small\"}       | word: must be one of small, large",
                "{\"word\":\"\"}            | word: must be one of small, large",
                "{\"word\":\" \"}           | word: must be one of small, large",
                "{\"word\":0}               | word: must be one of small, large, a number came",
                "{\"word\":\"0\"}           | word: must be one of small, large",
                "{\"numbers\":{}}           | numbers: must be an array, an object came",
                "{\"numbers\":1}            | numbers: must be an array, a number came",
                "{\"numbers\":\"\"}         | numbers: must be an array, a string came",
                "{\"numbers\":[1,\"2\"]}    | numbers[1]: must be a number, a string came",
                "{\"map\":[]}               | map: must be an object, an array came",
                "{\"map\":\"\"}             | map: must be an object, a string came",
                "{\"map\":1}                | map: must be an object, a number came",
                "{\"inner\":[]}             | inner: must be an object, an array came",
                "{\"inner\":\"\"}           | inner: must be an object, a string came",
                "{\"inner\":{\"name\":5}}   | inner.name: must be a string, a number came",
                "{\"inners\":[{\"name\":5}]} | inners[0].name: must be a string, a number came",
                "{\"other\":1}              | other: no such argument",
                "{\"Whole\":1}              | Whole: no such argument",
                "{\"inner\":{\"other\":1}}  | inner.name: is missing; inner.other: no such argument",
            })
    void coercesNothingAndNamesPathAndRule(String args, String violation) {
        assertThatThrownBy(() -> read(args))
                .isInstanceOf(InvalidArgumentsException.class)
                .hasMessage(violation);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"whole\":0}                         | whole: must be greater than or equal to 1",
                "{\"whole\":21}                        | whole: must be less than or equal to 20",
                "{\"numbers\":[1,null]}                | numbers[1]: must be a number, null came",
                "{\"inner\":{}}                        | inner.name: is missing",
                "{\"inners\":[{\"name\":\"abcd\"}]}    | inners[0].name: size must be between 0 and 3",
            })
    void holdsTheRulesOfAnnotations(String args, String violation) {
        assertThatThrownBy(() -> read(args))
                .isInstanceOf(InvalidArgumentsException.class)
                .hasMessage(violation);
    }

    @Test
    void listsEveryViolationInOrder() {
        assertThatThrownBy(() -> read("{\"whole\":21,\"inner\":{},\"numbers\":[null]}"))
                .isInstanceOf(InvalidArgumentsException.class)
                .hasMessage("inner.name: is missing; numbers[0]: must be a number, null came; "
                        + "whole: must be less than or equal to 20");
    }

    @Test
    void listsNoMoreThanTwentyViolations() {
        String nulls = "null,".repeat(99) + "null";

        assertThatThrownBy(() -> read("{\"numbers\":[" + nulls + "]}"))
                .isInstanceOf(InvalidArgumentsException.class)
                .message()
                .satisfies(
                        message -> assertThat(message.split("; ")).hasSize(21).endsWith("and more"));
    }

    @Test
    void callsAnArgumentByItsNameOnTheWire() {
        assertThatThrownBy(() -> arguments.read("{\"count\":1}", arguments.typeOf(Required.class)))
                .isInstanceOf(InvalidArgumentsException.class)
                .hasMessage("job_id: is missing; names: is missing");
    }

    @Test
    void aPrimitiveMustBeThere() {
        JavaType type = arguments.typeOf(Required.class);

        assertThatThrownBy(() -> arguments.read("{\"job_id\":\"j\",\"names\":[\"n\"]}", type))
                .hasMessage("count: is missing");
        assertThatThrownBy(() -> arguments.read("{\"job_id\":\"j\",\"names\":[\"n\"],\"count\":null}", type))
                .hasMessage("count: must be an integer, null came");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "2.0", "2e0", "20.0", "2.0e1"})
    void anIntegerMayBeWrittenWithAFractionOfNothing(String number) {
        assertThat(read("{\"whole\":" + number + "}").whole()).isIn(2, 20);
        assertThat(read("{\"big\":" + number + "}").big()).isIn(2L, 20L);
    }

    @Test
    void aLongIsExactUpToItsBounds() {
        assertThat(read("{\"big\":9223372036854775807}").big()).isEqualTo(Long.MAX_VALUE);
        assertThat(read("{\"big\":-9223372036854775808}").big()).isEqualTo(Long.MIN_VALUE);
        assertThat(read("{\"big\":9e15}").big()).isEqualTo(9_000_000_000_000_000L);
        assertBroken("{\"big\":9223372036854775808}", "big: must be less than or equal to 9223372036854775807");
        assertBroken("{\"big\":1e+300}", "big: must be less than or equal to 9223372036854775807");
    }

    @ParameterizedTest
    @ValueSource(strings = {"whole", "big", "number", "flag", "text", "word", "numbers", "map", "inner", "inners"})
    void whatIsOptionalIsLeftOutRatherThanNull(String name) {
        assertThatThrownBy(() -> read("{\"" + name + "\":null}"))
                .isInstanceOf(InvalidArgumentsException.class)
                .hasMessageStartingWith(name + ": must be ")
                .hasMessageEndingWith(", null came");
    }

    @Test
    void tellsEveryViolationOfAnyKind() {
        assertBroken(
                """
                {"whole":"2","big":2.5,"flag":1,"word":"huge","numbers":[1,"2",null],"inner":{"name":"long"},"other":{}}""",
                "big: must be an integer, a number with a fraction came; "
                        + "flag: must be true or false, a number came; "
                        + "inner.name: size must be between 0 and 3; "
                        + "numbers[1]: must be a number, a string came; "
                        + "numbers[2]: must be a number, null came; "
                        + "other: no such argument; "
                        + "whole: must be an integer, a string came; "
                        + "word: must be one of small, large");
    }

    /** As JSON Schema counts them: an emoji is one, though Java has two for it. */
    @Test
    void countsCharactersAsCodePoints() {
        assertThat(read("{\"inner\":{\"name\":\"\ud83d\udc1f\ud83d\udc1f\ud83d\udc1f\"}}")
                        .inner())
                .isNotNull();
        assertBroken(
                "{\"inner\":{\"name\":\"\ud83d\udc1f\ud83d\udc1f\ud83d\udc1f\ud83d\udc1f\"}}",
                "inner.name: size must be between 0 and 3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"whole\":\"hunter2\"}",
                "{\"word\":\"hunter2\"}",
                "{\"flag\":\"hunter2\"}",
                "{\"numbers\":[\"hunter2\"]}",
                "{\"inner\":{\"name\":\"hunter2\"}}",
                "{\"inners\":\"hunter2\"}",
                "{\"hunter2 is my password\":1}",
                "{\"map\":\"hunter2\"}",
            })
    void neverRepeatsAValue(String args) {
        assertThatThrownBy(() -> read(args))
                .isInstanceOf(InvalidArgumentsException.class)
                .message()
                .doesNotContain("hunter2");
    }

    @Test
    void anUnknownNameWithOddCharactersIsNotRepeated() {
        assertThatThrownBy(() -> read("{\"a\\nb\":1}"))
                .isInstanceOf(InvalidArgumentsException.class)
                .hasMessage("?: no such argument");
    }

    private Input read(String args) {
        return (Input) arguments.read(args, arguments.typeOf(Input.class));
    }

    private void assertBroken(String args, String violations) {
        assertThatThrownBy(() -> read(args))
                .isInstanceOf(InvalidArgumentsException.class)
                .hasMessage(violations);
    }
}
