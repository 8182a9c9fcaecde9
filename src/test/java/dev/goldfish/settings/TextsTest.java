package dev.goldfish.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextsTest {
    @ParameterizedTest
    @CsvSource({
        "500ms, PT0.5S",
        "30s, PT30S",
        "5m, PT5M",
        "1h, PT1H",
        "2d, PT48H",
        "-5m, PT-5M",
        "0s, PT0S",
        "PT5M, PT5M",
        "' 5s ', PT5S"
    })
    void aDurationHasAUnit(String text, Duration value) {
        assertThat(new DurationText().convert(text)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "2000", "0", "-1", "1.5", "s", "five minutes", "5 m", "1y", "99999999999999999999h"})
    void whatIsNoDurationIsOutOfAllBounds(String text) {
        assertThat(new DurationText().convert(text)).isLessThan(Duration.ofDays(-1_000_000));
    }

    @ParameterizedTest
    @CsvSource({"1048576, 1048576", "256K, 262144", "1M, 1048576", "64m, 67108864", "2G, 2147483648"})
    void aSizeIsOfBytes(String text, long bytes) {
        assertThat(new SizeText().convert(text).asLongValue()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1MB", "1.5M", "-1", "M", "64 M"})
    void whatIsNoSizeIsOutOfAllBounds(String text) {
        assertThat(new SizeText().convert(text).asLongValue()).isNegative();
    }

    @Test
    void aSizeThatIsNotThereIsNothing() {
        assertThat(new OptionalSizeText().convert("")).isNull();
        assertThat(new OptionalSizeText().convert("20K").asLongValue()).isEqualTo(20_480);
        assertThat(new OptionalSizeText().convert("20KB").asLongValue()).isNegative();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "1.0", "2147483648", "1e3", "1_000"})
    void whatIsNoWholeNumberIsOutOfAllBounds(String text) {
        assertThat(new CountText().convert(text)).isEqualTo(Integer.MIN_VALUE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "NaN", "1,5"})
    void whatIsNoNumberIsOutOfAllBounds(String text) {
        assertThat(new NumberText().convert(text)).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no", "yes", "1", "0", "on", "off", "TRUE", "False", "\"false\"", "'true'"})
    void nothingElseIsTrueOrFalse(String text) {
        assertThat(new TrueOrFalse().convert(text)).isNull();
    }

    @Test
    void trueAndFalseAreWhatTheySay() {
        assertThat(new TrueOrFalse().convert("true")).isTrue();
        assertThat(new TrueOrFalse().convert("false")).isFalse();
    }
}
