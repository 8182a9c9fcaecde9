package dev.goldfish.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

public class SecretTextTest {
    private static final String SECRET = "correct-horse-battery-staple-0001";

    /** What would be part of a secret unseen, and what says so. */
    public enum Spoiled {
        BYTE_ORDER_MARK("\ufeff" + SECRET, "byte order mark"),
        BLANK_BEHIND(SECRET + " ", "blank"),
        BLANK_BEFORE(" " + SECRET, "blank"),
        NO_BREAK_SPACE(SECRET + "\u00a0", "blank"),
        TWO_LINE_BREAKS(SECRET + "\n\n", "line break"),
        WINDOWS_LINE_BREAKS(SECRET + "\r\n\r\n", "line break"),
        LINE_BREAK_BEFORE("\n" + SECRET, "line break"),
        CARRIAGE_RETURN(SECRET + "\r", "line break"),
        SECOND_LINE(SECRET + "\nsecond", "line break"),
        TAB(SECRET + "\t", "control character"),
        NUL(SECRET + "\0", "control character"),
        ESCAPE("\u001b[0m" + SECRET, "control character"),
        ZERO_WIDTH_SPACE(SECRET + "\u200b", "cannot be seen"),
        LINE_SEPARATOR(SECRET + "\u2028", "cannot be seen"),
        LOST(SECRET + "\ufffd", "lost in decoding"),
        DOUBLE_QUOTES("\"" + SECRET + "\"", "quotes"),
        SINGLE_QUOTES("'" + SECRET + "'", "quotes"),
        ENV_FILE("GOLDFISH_SERVER_SECRET=" + SECRET, "name of a variable"),
        OTHER_ENV_FILE("AGENT_SECRET=" + SECRET, "name of a variable"),
        YAML("SERVER_SECRET: " + SECRET, "name of a variable"),
        SHELL("export GOLDFISH_SECRET=" + SECRET, "name of a variable");

        public final String text;
        public final String word;

        Spoiled(String text, String word) {
            this.text = text;
            this.word = word;
        }
    }

    static Stream<Spoiled> spoiled() {
        return Arrays.stream(Spoiled.values());
    }

    @ParameterizedTest
    @MethodSource("spoiled")
    void whatWouldBePartOfItUnseenIsRefused(Spoiled spoiled) {
        assertThatThrownBy(() -> SecretText.ofFile("the secret", spoiled.text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the secret ")
                .hasMessageContaining(spoiled.word)
                .hasMessageNotContainingAny("horse", "\n", "\ufeff", "\u001b");
        assertThatThrownBy(() -> SecretText.of("the secret", spoiled.text)).hasMessageContaining(spoiled.word);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n"})
    void oneLineBreakAtTheEndOfAFileIsNotPartOfIt(String end) {
        assertThat(SecretText.ofFile("it", SECRET + end)).isEqualTo(SECRET);
    }

    @Test
    void aLineBreakThatIsNotOfAFileIsRefused() {
        assertThatThrownBy(() -> SecretText.of("it", SECRET + "\n")).hasMessageContaining("line break");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "correct horse battery staple",
                "ends-with-base64-padding==",
                "MONKEY=likes-bananas-more-than-0001",
                "it's \"quoted\" inside",
                "\"",
                "schl\u00fcssel\ud83d\ude00",
            })
    void whatCanBeSeenIsTakenAsItIs(String secret) {
        assertThat(SecretText.of("it", secret)).isEqualTo(secret);
    }
}
