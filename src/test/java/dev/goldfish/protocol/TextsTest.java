package dev.goldfish.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextsTest {
    @Test
    void aShortTextStaysAsItIs() {
        assertThat(Texts.bounded("no such city \ud83d\udc1f", 15)).isEqualTo("no such city \ud83d\udc1f");
    }

    @Test
    void aLongTextIsCut() {
        assertThat(Texts.bounded("x".repeat(11), 10)).isEqualTo("xxxxxxx...");
        assertThat(Texts.bounded("x".repeat(1_000_000), 200)).hasSize(200);
    }

    /** No JSON text can hold half a character: the reply could not be written. */
    @Test
    void halfACharacterIsReplaced() {
        assertThat(Texts.bounded("xxxxxx\ud83d\udc1fxxxx", 10)).isEqualTo("xxxxxx\ufffd...");
        assertThat(Texts.bounded("a\ud83d", 10)).isEqualTo("a\ufffd");
        assertThat(Texts.bounded("\udc1fb", 10)).isEqualTo("\ufffdb");
        assertThat(Texts.bounded("\udc1f\ud83d", 10)).isEqualTo("\ufffd\ufffd");
    }

    @Test
    void aDetailIsCut() {
        assertThat(ErrorCode.TOOL_FAILED.withDetail("x".repeat(2_001)))
                .hasSize("tool failed: ".length() + ErrorCode.MAX_DETAIL)
                .endsWith("x...");
    }
}
