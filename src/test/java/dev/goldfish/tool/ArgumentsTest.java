package dev.goldfish.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
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
            .buildValidatorFactory()
            .getValidator());

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
                "{\"whole\":\"2\"}          | whole: must be an integer in range",
                "{\"whole\":\"\"}           | whole: must be an integer in range",
                "{\"whole\":2.5}            | whole: must be an integer in range",
                "{\"whole\":2.0}            | whole: must be an integer in range",
                "{\"whole\":true}           | whole: must be an integer in range",
                "{\"whole\":[2]}            | whole: must be an integer in range",
                "{\"whole\":{}}             | whole: must be an integer in range",
                "{\"whole\":99999999999}    | whole: must be an integer in range",
                "{\"big\":99999999999999999999} | big: must be an integer in range",
                "{\"number\":\"2.5\"}       | number: must be a number",
                "{\"number\":\"NaN\"}       | number: must be a number",
                "{\"number\":true}          | number: must be a number",
                "{\"number\":\"\"}          | number: must be a number",
                "{\"flag\":\"true\"}        | flag: must be true or false",
                "{\"flag\":1}               | flag: must be true or false",
                "{\"flag\":\"\"}            | flag: must be true or false",
                "{\"text\":1}               | text: must be a string",
                "{\"text\":1.5}             | text: must be a string",
                "{\"text\":true}            | text: must be a string",
                "{\"text\":{}}              | text: must be a string",
                "{\"text\":[\"a\"]}         | text: must be a string",
                "{\"word\":\"SMALL\"}       | word: must be one of the allowed words",
                "{\"word\":\"Small\"}       | word: must be one of the allowed words",
                "{\"word\":\"\"}            | word: must be one of the allowed words",
                "{\"word\":\" \"}           | word: must be one of the allowed words",
                "{\"word\":0}               | word: must be one of the allowed words",
                "{\"word\":\"0\"}           | word: must be one of the allowed words",
                "{\"numbers\":{}}           | numbers: must be an array",
                "{\"numbers\":1}            | numbers: must be an array",
                "{\"numbers\":\"\"}         | numbers: must be an array",
                "{\"numbers\":[1,\"2\"]}    | numbers[1]: must be a number",
                "{\"map\":[]}               | map: must be an object",
                "{\"map\":\"\"}             | map: must be an object",
                "{\"map\":1}                | map: must be an object",
                "{\"inner\":[]}             | inner: must be an object",
                "{\"inner\":\"\"}           | inner: must be an object",
                "{\"inner\":{\"name\":5}}   | inner.name: must be a string",
                "{\"inners\":[{\"name\":5}]} | inners[0].name: must be a string",
                "{\"other\":1}              | other: no such argument",
                "{\"Whole\":1}              | Whole: no such argument",
                "{\"inner\":{\"other\":1}}  | inner.other: no such argument",
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
                "{\"numbers\":[1,null]}                | numbers[1]: must not be null",
                "{\"inner\":{}}                        | inner.name: must not be null",
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
                .hasMessage("inner.name: must not be null; numbers[0]: must not be null; "
                        + "whole: must be less than or equal to 20");
    }

    @Test
    void listsNoMoreThanTwentyViolations() {
        String nulls = "null,".repeat(99) + "null";

        assertThatThrownBy(() -> read("{\"numbers\":[" + nulls + "]}"))
                .isInstanceOf(InvalidArgumentsException.class)
                .message()
                .satisfies(message -> assertThat(message.split("; ")).hasSize(20));
    }

    @Test
    void callsAnArgumentByItsNameOnTheWire() {
        assertThatThrownBy(() -> arguments.read("{\"count\":1}", arguments.typeOf(Required.class)))
                .isInstanceOf(InvalidArgumentsException.class)
                .hasMessage("job_id: must not be null; names: must not be empty");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"job_id\":\"j\",\"names\":[\"n\"]}", "{\"job_id\":\"j\",\"names\":[\"n\"],\"count\":null}"})
    void aPrimitiveMustBeThere(String args) {
        assertThatThrownBy(() -> arguments.read(args, arguments.typeOf(Required.class)))
                .isInstanceOf(InvalidArgumentsException.class)
                .hasMessage("count: must not be null");
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
}
