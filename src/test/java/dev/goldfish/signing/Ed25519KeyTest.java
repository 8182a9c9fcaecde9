package dev.goldfish.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Ed25519KeyTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.US_ASCII);

    private final Ed25519Key key = Ed25519Key.generate();

    /** RFC 8032, section 7.1, tests 1 to 3. */
    @ParameterizedTest
    @CsvSource({
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,"
                + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a, '',"
                + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,"
                + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c, 72,"
                + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,"
                + "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025, af82,"
                + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    })
    void signsAsTheRfcDoes(String seed, String publicKey, String message, String signature) {
        Ed25519Key known = Ed25519Key.ofSeed(HEX.parseHex(seed));
        byte[] bytes = HEX.parseHex(message);

        assertThat(known.publicKey()).isEqualTo(Ed25519PublicKey.of(HEX.parseHex(publicKey)));
        assertThat(known.sign(bytes)).isEqualTo(signature);
        assertThat(known.publicKey().verifies(bytes, signature)).isTrue();
    }

    /** RFC 8037, appendices A.2 and A.3. */
    @Test
    void isNamedByItsThumbprint() {
        Ed25519PublicKey known = PublicKeyText.one("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");

        assertThat(known.thumbprint()).isEqualTo("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
        assertThat(known.jwk())
                .hasToString("{alg=EdDSA, crv=Ed25519, kid=kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k, kty=OKP,"
                        + " use=sig, x=11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo}");
    }

    @Test
    void signsAMessageInPartsLikeTheWhole() {
        assertThat(key.sign("mess".getBytes(StandardCharsets.US_ASCII), "age".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(key.sign(MESSAGE));
    }

    @Test
    void refusesEverySignatureWithOneBitFlipped() {
        byte[] signature = HEX.parseHex(key.sign(MESSAGE));
        for (int bit = 0; bit < signature.length * 8; bit++) {
            byte[] flipped = signature.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(key.publicKey().verifies(MESSAGE, HEX.formatHex(flipped)))
                    .as("bit %d", bit)
                    .isFalse();
        }
    }

    @Test
    void refusesWhatIsNoLowerCaseHexOfItsLength() {
        String signature = key.sign(MESSAGE);
        for (String wrong : new String[] {
            "",
            signature.toUpperCase(Locale.ROOT),
            signature.substring(2),
            signature + "00",
            "0".repeat(128),
            "f".repeat(128),
            "z".repeat(128)
        }) {
            assertThat(key.publicKey().verifies(MESSAGE, wrong)).isFalse();
        }
    }

    /** A second signature of the same message, by adding the group order to its scalar (RFC 8032, section 8.4). */
    @Test
    void refusesAScalarBeyondTheGroupOrder() {
        byte[] signature = HEX.parseHex(key.sign(MESSAGE));
        BigInteger order = BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
        byte[] changed = littleEndian(new BigInteger(1, reversed(Arrays.copyOfRange(signature, 32, 64))).add(order));
        System.arraycopy(changed, 0, signature, 32, 32);

        assertThat(key.publicKey().verifies(MESSAGE, HEX.formatHex(signature))).isFalse();
    }

    @Test
    void readsWhatItWrites() {
        assertThat(Ed25519Key.parse(key.pem()).publicKey()).isEqualTo(key.publicKey());
        for (String text : new String[] {
            key.publicKey().pem(), key.publicKey().base64url(), "{\"keys\":[" + jwk() + "]}", jwk(),
        }) {
            assertThat(PublicKeyText.one(text)).isEqualTo(key.publicKey());
        }
    }

    @Test
    void readsWhatOpensslWrites() {
        Ed25519Key openssl = Ed25519Key.parse(
                "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n"
                        + "-----END PRIVATE KEY-----\n");

        assertThat(openssl.publicKey().base64url()).isEqualTo("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
    }

    @Test
    void readsSeveralKeys() {
        Ed25519PublicKey other = Ed25519Key.generate().publicKey();

        assertThat(PublicKeyText.all(key.publicKey().pem() + other.pem())).containsExactly(key.publicKey(), other);
        assertThatThrownBy(() -> PublicKeyText.one(key.publicKey().pem() + other.pem()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 public keys");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hunter2",
                "{",
                "{\"kty\":\"RSA\"}",
                "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"hunter2\"}",
                "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\",\"d\":\"hunter2\"}",
                "-----BEGIN PUBLIC KEY-----\nhunter2\n-----END PUBLIC KEY-----",
                "-----BEGIN PUBLIC KEY-----\n*\n-----END PUBLIC KEY-----",
                // An X25519 key: the same bytes for another purpose.
                "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VuAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n-----END PUBLIC KEY-----",
            })
    void refusesWhatIsNoPublicKeyAndDoesNotRepeatIt(String text) {
        assertThatThrownBy(() -> PublicKeyText.all(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .message()
                .doesNotContain("hunter2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hunter2",
                "-----BEGIN PRIVATE KEY-----\nhunter2A\n-----END PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\nhunter2\n-----END PRIVATE KEY-----",
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nhunter2A\n-----END ENCRYPTED PRIVATE KEY-----",
                // An X25519 key.
                "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VuBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n-----END PRIVATE KEY-----",
            })
    void refusesWhatIsNoPrivateKeyAndDoesNotRepeatIt(String text) {
        assertThatThrownBy(() -> Ed25519Key.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .message()
                .doesNotContain("hunter2");
    }

    /** The encodings of the eight points of small order, and of numbers beyond the field. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0000000000000000000000000000000000000000000000000000000000000080",
                "0100000000000000000000000000000000000000000000000000000000000000",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
            })
    void refusesKeysUnderWhichAnyoneCanSign(String weak) {
        assertThatThrownBy(() -> Ed25519PublicKey.of(HEX.parseHex(weak)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("weak");
    }

    @Test
    void refusesBytesThatAreNoPoint() {
        byte[] two = new byte[32];
        two[0] = 2;
        assertThatThrownBy(() -> Ed25519PublicKey.of(two)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void doesNotShowThePrivateKey() {
        assertThat(key).hasToString("Ed25519Key[" + key.publicKey().fingerprint() + "]");
        assertThat(key.publicKey().fingerprint()).matches("[0-9a-f]{16}");
    }

    private String jwk() {
        return "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + key.publicKey().base64url() + "\"}";
    }

    private static byte[] littleEndian(BigInteger number) {
        byte[] bytes = reversed(number.toByteArray());
        return Arrays.copyOf(bytes, 32);
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }
}
