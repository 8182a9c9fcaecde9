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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients in other languages, as the page on them has them: run where the interpreter is, and skipped aloud where not. */
@QuarkusTest
class RecipesTest {
    private static final Path PAGE = Path.of("src", "site", "markdown", "signing-in-other-languages.md");
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
            assertThat(sameNumbers(JSON.readTree(request).at("/args/bag")))
                    .isEqualTo(sameNumbers(JSON.readTree(expected.get(i))));
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

    /** With 3 and 3.0 alike: not every language tells them apart. */
    private static String sameNumbers(JsonNode json) {
        if (json.isNumber()) {
            return json.decimalValue().signum() == 0
                    ? "0"
                    : json.decimalValue().stripTrailingZeros().toString();
        }
        if (json.isArray()) {
            StringBuilder list = new StringBuilder("[");
            json.forEach(element -> list.append(sameNumbers(element)).append(' '));
            return list.append(']').toString();
        }
        if (json.isObject()) {
            StringBuilder object = new StringBuilder("{");
            json.fields()
                    .forEachRemaining(member -> object.append(member.getKey())
                            .append('=')
                            .append(sameNumbers(member.getValue()))
                            .append(' '));
            return object.append('}').toString();
        }
        return json.toString();
    }
}
