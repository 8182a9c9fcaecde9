package dev.goldfish.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.goldfish.signing.SigningKey;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryFileTest {
    private static final String SECRET = "correct-horse-battery-staple-0001";
    private static final String OTHER = "correct-horse-battery-staple-0002";
    private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.US_ASCII);

    private final RegistryFile file = new RegistryFile(32, Function.identity());

    @Test
    void readsClientsWithTheirSecretsAndGrants() {
        ClientRegistry registry = file.parse("{\"clients\": {\"a\": {\"secrets\": [\"" + SECRET + "\", \"" + OTHER
                + "\"], \"tools\": [\"poll_*\"]}}}");

        Client client = Objects.requireNonNull(registry.find("a"));
        assertThat(client.id()).isEqualTo("a");
        assertThat(client.credentials())
                .extracting(credential -> credential.key().sign(MESSAGE))
                .containsExactly(
                        SigningKey.of(SECRET).sign(MESSAGE),
                        SigningKey.of(OTHER).sign(MESSAGE));
        assertThat(client.grants().include("poll_job")).isTrue();
        assertThat(client.grants().include("batch_sum")).isFalse();
    }

    @Test
    void makesTheReplyKeyFromEachSecret() {
        ClientRegistry registry = new RegistryFile(32, key -> key.replyKey("server")).parse(oneClient("a", SECRET));

        Client client = Objects.requireNonNull(registry.find("a"));
        assertThat(client.credentials().get(0).replyKey().sign(MESSAGE))
                .isEqualTo(SigningKey.of(SECRET).replyKey("server").sign(MESSAGE));
    }

    @Test
    void knowsNoOtherClient() {
        assertThat(file.parse(oneClient("a", SECRET)).find("b")).isNull();
    }

    @Test
    void countsTheMostSecretsOfAnyClient() {
        String two = "{\"clients\": {" + entry("a", SECRET) + ", \"b\": {\"secrets\": [\"" + OTHER + "\", \"" + OTHER
                + "x\"], \"tools\": []}}}";

        assertThat(file.parse(two).mostCredentials()).isEqualTo(2);
    }

    @Test
    void takesSecretsOfTheShortestAndTheLongestLength() {
        assertThat(file.parse(oneClient("a", "x".repeat(32))).find("a")).isNotNull();
        assertThat(file.parse(oneClient("a", "x".repeat(64))).find("a")).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "[]",
                "\"text\"",
                "{",
                "{\"clients\": []}",
                "{\"clients\": {}} {}",
                "{\"clients\": {\"a\": []}}",
                "{\"clients\": {\"a\": {\"secrets\": \"s\", \"tools\": []}}}",
                "{\"clients\": {\"a\": {\"secrets\": [{}], \"tools\": []}}}",
                "{\"clients\": {\"a\": {\"secrets\": [], \"tools\": [], \"name\": \"x\"}}}",
                "{\"clients\": {\"a\": {\"secrets\": [], \"secrets\": [], \"tools\": []}}}",
                "{\"clients\": {}, \"more\": 1}",
            })
    void refusesWhatIsNotOfTheForm(String json) {
        assertThatThrownBy(() -> file.parse(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("it is not of the form {\"clients\": ");
    }

    @Test
    void refusesTheSameIdTwice() {
        assertThatThrownBy(() -> file.parse("{\"clients\": {" + entry("a", SECRET) + ", " + entry("a", OTHER) + "}}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("it is not of the form");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{}", "{\"clients\": null}", "{\"clients\": {}}"})
    void refusesARegistryWithoutClients(String json) {
        assertThatThrownBy(() -> file.parse(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("it must have at least one entry under \"clients\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "ä", "a,b", "a\\nb"})
    void refusesAnIdThatNoEnvelopeCouldHave(String id) {
        assertThatThrownBy(() -> file.parse(oneClient(id, SECRET)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a client id must be 1-128 of A-Z a-z 0-9 . _ : @ / -");
    }

    @Test
    void refusesAnIdThatIsTooLong() {
        assertThat(file.parse(oneClient("a".repeat(128), SECRET)).find("a".repeat(128)))
                .isNotNull();
        assertThatThrownBy(() -> file.parse(oneClient("a".repeat(129), SECRET)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("a client id must be");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "{}",
                "{\"tools\": []}",
                "{\"secrets\": [\"" + SECRET + "\"]}",
                "{\"secrets\": null, \"tools\": []}",
                "{\"secrets\": [\"" + SECRET + "\"], \"tools\": null}",
            })
    void refusesAnEntryWithoutSecretsOrTools(String entry) {
        assertThatThrownBy(() -> file.parse("{\"clients\": {\"a\": " + entry + "}}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("client a: needs \"secrets\" and \"tools\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[\"1\",\"2\",\"3\",\"4\"]"})
    void refusesNoSecretAndMoreThanThree(String secrets) {
        assertThatThrownBy(() -> file.parse("{\"clients\": {\"a\": {\"secrets\": " + secrets + ", \"tools\": []}}}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("client a: needs 1 to 3 secrets");
    }

    @Test
    void refusesSecretsThatAreTooShortOrTooLong() {
        for (String secret : new String[] {"", "x".repeat(31), "x".repeat(65), "é".repeat(33)}) {
            assertThatThrownBy(() -> file.parse(oneClient("a", secret)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("client a: a secret must have 32 to 64 bytes");
        }
    }

    @Test
    void countsTheBytesOfASecretAndNotItsCharacters() {
        assertThat(file.parse(oneClient("a", "é".repeat(16))).find("a")).isNotNull();
    }

    @Test
    void refusesASecretThatIsNull() {
        assertThatThrownBy(() -> file.parse("{\"clients\": {\"a\": {\"secrets\": [null], \"tools\": []}}}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("client a: a secret must have");
    }

    @Test
    void refusesAGrantThatIsNull() {
        assertThatThrownBy(() ->
                        file.parse("{\"clients\": {\"a\": {\"secrets\": [\"" + SECRET + "\"], \"tools\": [null]}}}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("client a: a tool must be a name or a glob, not null");
    }

    @Test
    void refusesOneSecretForTwoClients() {
        assertThatThrownBy(() -> file.parse("{\"clients\": {" + entry("a", SECRET) + ", " + entry("b", SECRET) + "}}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("clients a and b have the same secret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"clients\": {\"a\": {\"secrets\": [\"S\"], \"tools\": [\"*\"]}, \"b\": {\"secrets\": [\"S\"], \"tools\": []}}}",
                "{\"clients\": {\"a\": {\"secrets\": [\"S\", \"tools\": [\"*\"]}}}",
                "{\"clients\": {\"a\": {\"secrets\": \"S\", \"tools\": [\"*\"]}}}",
                "{\"clients\": {\"a\": {\"secrets\": [\"S\"], \"S\": [\"*\"]}}}",
                "{\"clients\": {\"a\": {\"secrets\": {\"S\": 1}, \"tools\": [\"*\"]}}}",
                "{\"clients\": {\"a\": {\"secrets\": [S], \"tools\": [\"*\"]}}}",
                "{\"clients\": {\"a\": {\"secrets\": [\"S\"]}}}",
                "{\"clients\": {\"a\": {\"secrets\": [\"SSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSS\"], \"tools\": []}}}",
                "{\"clients\": {\"a b\": {\"secrets\": [\"S\"], \"tools\": []}}}",
                "{\"S\": 1}",
            })
    void neverShowsASecret(String template) {
        assertThatThrownBy(() -> file.parse(template.replace("S", SECRET)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .message()
                .doesNotContain("correct-horse");
    }

    private static String oneClient(String id, String secret) {
        return "{\"clients\": {" + entry(id, secret) + "}}";
    }

    private static String entry(String id, String secret) {
        return "\"" + id + "\": {\"secrets\": [\"" + secret + "\"], \"tools\": [\"*\"]}";
    }
}
