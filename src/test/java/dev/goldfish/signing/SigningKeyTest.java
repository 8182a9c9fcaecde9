package dev.goldfish.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class SigningKeyTest {
    private static final byte[] MESSAGE = "what do ya want for nothing?".getBytes(StandardCharsets.US_ASCII);
    private static final SigningKey KEY = SigningKey.of("Jefe");
    /** RFC 4231, test case 2. */
    private static final String SIGNATURE = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";

    @Test
    void signsAsTheRfcDoes() {
        assertThat(KEY.sign(MESSAGE)).isEqualTo(SIGNATURE);
        assertThat(KEY.verifies(MESSAGE, SIGNATURE)).isTrue();
    }

    @Test
    void refusesEverySignatureWithOneBitFlipped() {
        byte[] signature = HexFormat.of().parseHex(SIGNATURE);
        for (int bit = 0; bit < signature.length * 8; bit++) {
            byte[] flipped = signature.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(KEY.verifies(MESSAGE, HexFormat.of().formatHex(flipped))).isFalse();
        }
    }

    @Test
    void refusesWhatIsNoLowerCaseHexOfItsLength() {
        assertThat(KEY.verifies(MESSAGE, "")).isFalse();
        assertThat(KEY.verifies(MESSAGE, SIGNATURE.toUpperCase(Locale.ROOT))).isFalse();
        assertThat(KEY.verifies(MESSAGE, SIGNATURE.substring(1))).isFalse();
        assertThat(KEY.verifies(MESSAGE, SIGNATURE + "0")).isFalse();
        assertThat(KEY.verifies(MESSAGE, "0".repeat(64))).isFalse();
        assertThat(KEY.verifies(MESSAGE, "z".repeat(64))).isFalse();
    }

    @Test
    void derivesAsHkdfDoes() {
        // RFC 5869, test case 3 (no salt, no info) has a 42-byte output; its first 32 bytes are one block.
        SigningKey input = SigningKey.of(HexFormat.of().parseHex("0b".repeat(22)));
        SigningKey expected = SigningKey.of(
                HexFormat.of().parseHex("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"));

        assertThat(input.derive(new byte[0]).sign(MESSAGE)).isEqualTo(expected.sign(MESSAGE));
    }

    @Test
    void aReplyKeyBelongsToOneServer() {
        assertThat(KEY.replyKey("server-a").sign(MESSAGE))
                .isNotEqualTo(KEY.replyKey("server-b").sign(MESSAGE))
                .isNotEqualTo(KEY.sign(MESSAGE));
    }

    @Test
    void namesItselfWithoutTheSecret() {
        // printf server_secret_key_123 | sha256sum | cut -c1-16
        assertThat(SigningKey.of("server_secret_key_123").fingerprint()).isEqualTo("c8961fa7a791e78f");
        assertThat(KEY.toString()).doesNotContain("Jefe");
    }
}
