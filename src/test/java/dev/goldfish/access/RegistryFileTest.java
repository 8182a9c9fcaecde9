package dev.goldfish.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.goldfish.signing.Ed25519Key;
import dev.goldfish.signing.Ed25519PublicKey;
import dev.goldfish.signing.SigningKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryFileTest {
    private static final String SECRET = "correct-horse-battery-staple-0001";
    private static final String OTHER = "correct-horse-battery-staple-0002";
    private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.US_ASCII);

    private static final UnaryOperator<String> NO_FILES = path -> {
        throw new AssertionError(path);
    };

    private final RegistryFile file = new RegistryFile(32, new ReplyKeys(secret -> secret, null));

    @Test
    void readsClientsWithTheirSecretsAndGrants() {
        ClientRegistry registry = parse("{\"clients\": {\"a\": {\"secrets\": [\"" + SECRET + "\", \"" + OTHER
                + "\"], \"tools\": [\"poll_*\"]}}}");

        Client client = Objects.requireNonNull(registry.find("a"));
        assertThat(client.id()).isEqualTo("a");
        assertThat(client.credentials())
                .extracting(credential -> ((SigningKey) credential.key()).sign(MESSAGE))
                .containsExactly(
                        SigningKey.of(SECRET).sign(MESSAGE),
                        SigningKey.of(OTHER).sign(MESSAGE));
        assertThat(client.grants().include("poll_job")).isTrue();
        assertThat(client.grants().include("batch_sum")).isFalse();
    }

    @Test
    void makesTheReplyKeyFromEachSecret() {
        ClientRegistry registry = new RegistryFile(32, new ReplyKeys(key -> key.replyKey("server"), null))
                .parse(oneClient("a", SECRET), NO_FILES);

        Client client = Objects.requireNonNull(registry.find("a"));
        assertThat(client.credentials().get(0).replyKey().sign(MESSAGE))
                .isEqualTo(SigningKey.of(SECRET).replyKey("server").sign(MESSAGE));
    }

    @Test
    void knowsNoOtherClient() {
        assertThat(parse(oneClient("a", SECRET)).find("b")).isNull();
    }

    @Test
    void countsTheMostSecretsOfAnyClient() {
        String two = "{\"clients\": {" + entry("a", SECRET) + ", \"b\": {\"secrets\": [\"" + OTHER + "\", \"" + OTHER
                + "x\"], \"tools\": []}}}";

        assertThat(parse(two).mostSecrets()).isEqualTo(2);
    }

    @Test
    void takesSecretsOfTheShortestAndTheLongestLength() {
        assertThat(parse(oneClient("a", "x".repeat(32))).find("a")).isNotNull();
        assertThat(parse(oneClient("a", "x".repeat(64))).find("a")).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | the registry: must be an object",
                "` ` | the registry: must be an object",
                "null | the registry: must be an object",
                "[] | the registry: must be an object",
                "\"text\" | the registry: must be an object",
                "{ | it is not JSON of the form {\"clients\": ",
                "{\"clients\": {}} {} | it is not JSON of the form {\"clients\": ",
                "{\"clients\": {}, \"more\": 1} | the registry: has a field other than clients",
                "{\"clients\": []} | the registry: \"clients\" must be an object",
                "{\"clients\": {\"a\": []}} | client a: must be an object",
                "{\"clients\": {\"a\": null}} | client a: must be an object",
                "{\"clients\": {\"a\": {\"secrets\": [], \"secrets\": [], \"tools\": []}}} | it is not JSON of the form",
            })
    void refusesWhatIsNotOfTheForm(String json, String message) {
        assertRefused(json, message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"secrets\": \"s\" | client a: \"secrets\" must be an array",
                "\"secrets\": [{}] | client a: a secret: needs either \"secret\" or \"secret_file\"",
                "\"secrets\": [{\"secret\": \"s\", \"secret_file\": \"f\"}] | client a: a secret: needs either",
                "\"secrets\": [{\"secret\": 1}] | client a: a secret: \"secret\" must be a string",
                "\"secrets\": [{\"secret\": \"s\", \"kid\": \"k\"}] | client a: a secret: has a field other than not_after,",
                "\"secrets\": [1] | client a: a secret: must be an object",
                "\"secrets\": [null] | client a: a secret: must be an object",
                "\"secrets\": [{\"secret\": \"s\", \"not_after\": \"tomorrow\"}] | client a: a secret: \"not_after\" must be an instant",
                "\"secrets\": [{\"secret\": \"s\", \"not_after\": \"2030-01-01\"}] | client a: a secret: \"not_after\" must be an instant",
                "\"secrets\": [{\"secret\": \"s\", \"not_before\": 5}] | client a: a secret: \"not_before\" must be a string",
                "\"secrets\": [{\"secret\": \"s\", \"not_before\": \"2030-01-01T00:00:00Z\", \"not_after\": \"2030-01-01T00:00:00Z\"}] | client a: a secret: not_before must be before not_after",
                "\"secrets\": [], \"name\": \"x\" | client a: has a field other than enabled, live_jobs, public_keys,",
                "\"secrets\": [\"S\"], \"enabled\": \"true\" | client a: \"enabled\" must be true or false",
                "\"secrets\": [\"S\"], \"rate_per_second\": \"5\" | client a: \"rate_per_second\" must be a number",
                "\"secrets\": [\"S\"], \"rate_per_second\": 0 | client a: rate_per_second must be a number greater than 0",
                "\"secrets\": [\"S\"], \"rate_per_second\": -1.5 | client a: rate_per_second must be a number greater than 0",
                "\"secrets\": [\"S\"], \"rate_per_second\": 1e999 | client a: rate_per_second must be a number greater than 0",
                "\"secrets\": [\"S\"], \"live_jobs\": 0 | client a: live_jobs must be an integer of at least 1",
                "\"secrets\": [\"S\"], \"live_jobs\": 1.5 | client a: \"live_jobs\" must be an integer",
                "\"secrets\": [\"S\"], \"live_jobs\": 9999999999 | client a: \"live_jobs\" must be an integer",
            })
    void namesTheEntryAndTheRule(String fields, String message) {
        assertRefused("{\"clients\": {\"a\": {\"tools\": [], " + fields.replace("S", SECRET) + "}}}", message);
    }

    @Test
    void readsLimitsOfOneClient() {
        Client client = Objects.requireNonNull(parse("{\"clients\": {\"a\": {\"secrets\": [\"" + SECRET
                        + "\"], \"tools\": [], \"rate_per_second\": 2.5, \"live_jobs\": 7, \"enabled\": false}}}")
                .find("a"));

        assertThat(client.ratePerSecond()).isEqualTo(2.5);
        assertThat(client.liveJobs()).isEqualTo(7);
        assertThat(client.enabled()).isFalse();
    }

    @Test
    void aClientWithoutThemIsEnabledUnderTheServersLimits() {
        Client client = Objects.requireNonNull(parse(oneClient("a", SECRET)).find("a"));

        assertThat(client.ratePerSecond()).isNull();
        assertThat(client.liveJobs()).isNull();
        assertThat(client.enabled()).isTrue();
    }

    @Test
    void readsWhenASecretCounts() {
        Credential credential = only(parse("{\"clients\": {\"a\": {\"secrets\": [{\"secret\": \"" + SECRET
                + "\", \"not_before\": \"2030-01-01T00:00:00Z\", \"not_after\": \"2030-02-01T00:00:00Z\"}],"
                + " \"tools\": []}}}"));

        assertThat(credential.kid()).isEqualTo(SigningKey.of(SECRET).fingerprint());
        assertThat(credential.validity())
                .isEqualTo(new Validity(Instant.parse("2030-01-01T00:00:00Z"), Instant.parse("2030-02-01T00:00:00Z")));
    }

    @Test
    void readsASecretFromAFileWithoutTheLineFeedAtItsEnd() {
        for (String text : List.of(SECRET, SECRET + "\n")) {
            Credential credential = only(file.parse(
                    "{\"clients\": {\"a\": {\"secrets\": [{\"secret_file\": \"a.secret\"}], \"tools\": []}}}",
                    path -> path.equals("a.secret") ? text : ""));
            assertThat(credential.kid()).isEqualTo(SigningKey.of(SECRET).fingerprint());
        }
    }

    @Test
    void readsPublicKeys() {
        Ed25519Key server = Ed25519Key.generate();
        Ed25519PublicKey first = Ed25519Key.generate().publicKey();
        Ed25519PublicKey second = Ed25519Key.generate().publicKey();
        ClientRegistry registry = withServerKey(server)
                .parse(
                        "{\"clients\": {\"a\": {\"public_keys\": [\"" + first.base64url()
                                + "\", {\"ed25519_file\": \"a.pem\"}], \"tools\": []}}}",
                        path -> second.pem());

        assertThat(Objects.requireNonNull(registry.find("a")).credentials())
                .containsExactly(new Credential(first, server), new Credential(second, server));
    }

    @Test
    void aClientMayHaveBothWhileItMovesFromOneToTheOther() {
        ClientRegistry registry = withServerKey(Ed25519Key.generate())
                .parse(
                        "{\"clients\": {\"a\": {\"secrets\": [\"" + SECRET + "\"], \"public_keys\": [\""
                                + Ed25519Key.generate().publicKey().base64url() + "\"], \"tools\": []}}}",
                        NO_FILES);

        assertThat(Objects.requireNonNull(registry.find("a")).credentials()).hasSize(2);
        assertThat(registry.mostSecrets()).isEqualTo(1);
        assertThat(registry.mostPublicKeys()).isEqualTo(1);
    }

    @Test
    void refusesPublicKeysWhereTheServerHasNoneToAnswerWith() {
        assertRefused(
                "{\"clients\": {\"a\": {\"public_keys\": [\""
                        + Ed25519Key.generate().publicKey().base64url() + "\"], \"tools\": []}}}",
                "client a: a public key needs a server that has a key of its own to answer with: set"
                        + " goldfish.server-key-file");
    }

    @Test
    void refusesOnePublicKeyForTwoClients() {
        String key = Ed25519Key.generate().publicKey().base64url();
        String entry = "{\"public_keys\": [\"" + key + "\"], \"tools\": []}";

        assertThatThrownBy(() -> withServerKey(Ed25519Key.generate())
                        .parse("{\"clients\": {\"a\": " + entry + ", \"b\": " + entry + "}}", NO_FILES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("clients a and b have the same secret or key");
    }

    @Test
    void refusesWhatIsNoPublicKey() {
        assertThatThrownBy(() -> withServerKey(Ed25519Key.generate())
                        .parse("{\"clients\": {\"a\": {\"public_keys\": [\"hunter2\"], \"tools\": []}}}", NO_FILES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("client a: a public key: it holds no Ed25519 public key")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void refusesTheSameIdTwice() {
        assertThatThrownBy(() -> parse("{\"clients\": {" + entry("a", SECRET) + ", " + entry("a", OTHER) + "}}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("it is not JSON of the form");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"clients\": null}", "{\"clients\": {}}"})
    void refusesARegistryWithoutClients(String json) {
        assertThatThrownBy(() -> parse(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("it must have at least one entry under \"clients\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "ä", "a,b", "a\\nb"})
    void refusesAnIdThatNoEnvelopeCouldHave(String id) {
        assertThatThrownBy(() -> parse(oneClient(id, SECRET)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a client id must be 1-128 of A-Z a-z 0-9 . _ : @ / -");
    }

    @Test
    void refusesAnIdThatIsTooLong() {
        assertThat(parse(oneClient("a".repeat(128), SECRET)).find("a".repeat(128)))
                .isNotNull();
        assertThatThrownBy(() -> parse(oneClient("a".repeat(129), SECRET)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("a client id must be");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"tools\": []}",
                "{\"secrets\": [\"" + SECRET + "\"]}",
                "{\"secrets\": null, \"tools\": []}",
                "{\"secrets\": [\"" + SECRET + "\"], \"tools\": null}",
            })
    void refusesAnEntryWithoutSecretsOrTools(String entry) {
        assertThatThrownBy(() -> parse("{\"clients\": {\"a\": " + entry + "}}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("client a: needs \"tools\", and \"secrets\" or \"public_keys\"");
    }

    @Test
    void refusesNoSecretAndMoreThanThree() {
        List<String> four =
                Stream.of("1", "2", "3", "4").map(n -> "\"" + SECRET + n + "\"").toList();
        for (List<String> secrets : List.of(List.<String>of(), four)) {
            assertRefused(
                    "{\"clients\": {\"a\": {\"secrets\": " + secrets + ", \"tools\": []}}}",
                    "client a: needs 1 to 3 secrets and public keys");
        }
    }

    @Test
    void refusesSecretsThatAreTooShortOrTooLong() {
        for (String secret : new String[] {"", "x".repeat(31), "x".repeat(65), "é".repeat(33)}) {
            assertThatThrownBy(() -> parse(oneClient("a", secret)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("client a: a secret must have 32 to 64 bytes");
        }
    }

    @Test
    void countsTheBytesOfASecretAndNotItsCharacters() {
        assertThat(parse(oneClient("a", "é".repeat(16))).find("a")).isNotNull();
    }

    @Test
    void refusesAGrantThatIsNull() {
        assertThatThrownBy(
                        () -> parse("{\"clients\": {\"a\": {\"secrets\": [\"" + SECRET + "\"], \"tools\": [null]}}}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("client a: a tool must be a name or a glob");
    }

    @Test
    void refusesOneSecretForTwoClients() {
        assertThatThrownBy(() -> parse("{\"clients\": {" + entry("a", SECRET) + ", " + entry("b", SECRET) + "}}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("clients a and b have the same secret or key");
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
        assertThatThrownBy(() -> parse(template.replace("S", SECRET)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .message()
                .doesNotContain("correct-horse");
    }

    private void assertRefused(String json, String message) {
        assertThatThrownBy(() -> parse(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    private static RegistryFile withServerKey(Ed25519Key key) {
        return new RegistryFile(32, new ReplyKeys(secret -> secret, key));
    }

    private static Credential only(ClientRegistry registry) {
        return Objects.requireNonNull(registry.find("a")).credentials().get(0);
    }

    private ClientRegistry parse(String json) {
        return file.parse(json, NO_FILES);
    }

    private static String oneClient(String id, String secret) {
        return "{\"clients\": {" + entry(id, secret) + "}}";
    }

    private static String entry(String id, String secret) {
        return "\"" + id + "\": {\"secrets\": [\"" + secret + "\"], \"tools\": [\"*\"]}";
    }
}
