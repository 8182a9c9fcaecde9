package dev.goldfish.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.goldfish.protocol.Reply;
import dev.goldfish.protocol.Status;
import dev.goldfish.server.TestCaller;
import dev.goldfish.signing.CanonicalJson;
import dev.goldfish.signing.ReplyCodec;
import dev.goldfish.signing.SigningKey;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients in other languages, as the page on them has them: run where the interpreter is, and skipped aloud where not. */
@QuarkusTest
class RecipesTest {
    private static final Path PAGE = Path.of("src", "site", "markdown", "signing-in-other-languages.md");
    private static final Path CASES =
            Path.of("src", "test", "resources", "dev", "goldfish", "signing", "canonical.jsonl");
    private static final SigningKey SECRET = SigningKey.of("client_secret_key_456");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
            .build();

    @TempDir
    private Path dir;

    @ParameterizedTest
    @EnumSource
    void thePageHasTheVeryText(Language language) throws IOException {
        assertThat(Files.readString(PAGE)).contains("\n" + language.recipe() + "```\n");
    }

    @ParameterizedTest
    @EnumSource
    void theServerTakesWhatItSigns(Language language) throws IOException {
        assumeHere(language);
        List<String> expected = Files.readAllLines(Language.RECIPES.resolve("everyday.jsonl"));

        List<String> requests = language.everyday("requests", file(""));

        assertThat(requests).hasSameSizeAs(expected);
        for (int i = 0; i < requests.size(); i++) {
            String request = requests.get(i);
            assertThat(CanonicalJson.parse(request.getBytes(StandardCharsets.UTF_8))
                            .text())
                    .isEqualTo(request);
            assertThat(sameNumbers(JSON.readTree(request).at("/args/bag"), UnaryOperator.identity()))
                    .isEqualTo(sameNumbers(JSON.readTree(expected.get(i)), UnaryOperator.identity()));
            TestCaller.FIRST.sendText(request).is(200, "ok");
        }
    }

    @ParameterizedTest
    @EnumSource
    void itTakesTheServersRepliesOnly(Language language) throws IOException {
        assumeHere(language);
        SigningKey key = SECRET.replyKey(TestCaller.SERVER_ID);
        String right = reply("{\"n\":1}", key);
        String nested = reply("{\"signature\":\"" + "0".repeat(64) + "\",\"text\":\"\\\"signature\\\":\\\"\"}", key);

        List<String> verdicts = language.everyday(
                "replies",
                file(String.join(
                        "\n",
                        right,
                        nested,
                        right.replace("\"n\":1", "\"n\":2"),
                        reply("{\"n\":1}", SECRET),
                        "{\"ok\":true}",
                        "")));

        assertThat(verdicts).containsExactly("right", "right", "wrong", "wrong", "wrong");
    }

    /** Bash has no JSON. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BASH")
    void whateverJsonItReadsItSignsAsTheServerDoes(Language language) throws IOException {
        assumeHere(language);
        List<JsonNode> cases = accepted(language);

        List<String> signed = language.everyday(
                "canonical", file(cases.stream().map(RecipesTest::onOneLine).collect(Collectors.joining("\n"))));

        assertThat(signed).hasSameSizeAs(cases).hasSizeGreaterThan(100);
        for (int i = 0; i < signed.size(); i++) {
            String expected = cases.get(i).path("canonical").textValue();
            String name = cases.get(i).path("name").asText();
            if (language.keepsNumbers()) {
                assertThat(signed.get(i)).as(name).isEqualTo(expected);
            } else {
                assertThat(CanonicalJson.parse(signed.get(i).getBytes(StandardCharsets.UTF_8))
                                .text())
                        .as(name)
                        .isEqualTo(signed.get(i));
                assertThat(sameNumbers(JSON.readTree(signed.get(i)), RecipesTest::rounded))
                        .as(name)
                        .isEqualTo(sameNumbers(JSON.readTree(expected), RecipesTest::rounded));
            }
        }
    }

    /** The cases that a server takes; where all numbers become doubles, without those that overflow. */
    private static List<JsonNode> accepted(Language language) throws IOException {
        try (Stream<String> lines = Files.lines(CASES)) {
            List<JsonNode> all = new ArrayList<>();
            for (String line : lines.toList()) {
                JsonNode one = JSON.readTree(line);
                // Of requests and replies the signature is left out first.
                if (one.path("policy").asText().equals("accept")
                        && one.path("kind").asText().equals("value")
                        && (language.keepsNumbers()
                                || !one.path("name").asText().equals("int-1000-digits"))) {
                    all.add(one);
                }
            }
            return all;
        }
    }

    /** A line break in JSON is white space. */
    private static String onOneLine(JsonNode one) {
        return one.path("json_in").textValue().replaceAll("[\r\n]", " ");
    }

    private static void assumeHere(Language language) {
        boolean here = language.isHere();
        if (!here) {
            System.out.println(
                    "SKIPPED: the recipe for " + language + ", because its interpreter is not on this machine");
        }
        assumeTrue(here, language + " is not on this machine");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(dir.resolve("input"), text);
    }

    private static String reply(String result, SigningKey key) {
        Reply reply = new Reply("r", 1, TestCaller.SERVER_ID, Status.OK, result, null, "");
        return new String(ReplyCodec.write(reply, key), StandardCharsets.US_ASCII);
    }

    private static BigDecimal rounded(BigDecimal number) {
        return BigDecimal.valueOf(number.doubleValue());
    }

    /** With 3 and 3.0 alike: not every language tells them apart. */
    private static String sameNumbers(JsonNode json, UnaryOperator<BigDecimal> known) {
        if (json.isNumber()) {
            BigDecimal number = known.apply(json.decimalValue());
            return number.signum() == 0 ? "0" : number.stripTrailingZeros().toString();
        }
        if (json.isArray()) {
            StringBuilder list = new StringBuilder("[");
            json.forEach(element -> list.append(sameNumbers(element, known)).append(' '));
            return list.append(']').toString();
        }
        if (json.isObject()) {
            StringBuilder object = new StringBuilder("{");
            json.fields()
                    .forEachRemaining(member -> object.append(member.getKey())
                            .append('=')
                            .append(sameNumbers(member.getValue(), known))
                            .append(' '));
            return object.append('}').toString();
        }
        return json.toString();
    }
}
