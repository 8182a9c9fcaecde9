package dev.goldfish.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Makes arguments from a schema: most of their parts as it wants them, some just beside that. */
final class NearlyValid {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int DEEPEST = 5;

    /** Of each form at least one that is right and one that is nearly so. */
    private static final Map<String, List<String>> FORMS = Map.of(
            "uuid",
                    List.of(
                            "0f8fad5b-d9cb-469f-a165-70867728950e",
                            "0F8FAD5B-D9CB-469F-A165-70867728950E",
                            "0f8fad5b-d9cb-469f-a165-70867728950",
                            "1-1-1-1-1",
                            "g",
                            "0f8fad5bd9cb469fa16570867728950e",
                            "0f8fad5b-d9cb-469f-a165-70867728950e\n",
                            "{0f8fad5b-d9cb-469f-a165-70867728950e}"),
            "uri",
                    List.of(
                            "https://a.example/b?c=d#e",
                            "mailto:a@b",
                            "a:b",
                            "urn:isbn:1",
                            "x://",
                            "x:",
                            "//a/b",
                            "/a",
                            "a b:c",
                            "http://a/%zz",
                            "http://a/%20",
                            "http://a/\u00e4",
                            "http://a|b",
                            "x:?y",
                            "x:#y",
                            "x://?y",
                            "x://#y",
                            "1a:b"),
            "date",
                    List.of(
                            "2024-02-29",
                            "2023-02-29",
                            "2000-02-29",
                            "1900-02-29",
                            "2023-04-31",
                            "2023-12-31",
                            "2023-13-01",
                            "23-01-01",
                            "2023-1-1",
                            "0000-01-01",
                            "2023-01-00",
                            "+2023-01-01",
                            "2023-01-01\n"),
            "date-time",
                    List.of(
                            "2024-02-29T23:59:59Z",
                            "2024-01-01T00:00:00.123456789+18:00",
                            "2024-01-01T00:00:00+18:01",
                            "2024-01-01T00:00:00-05:30",
                            "2024-01-01T00:00:00",
                            "2024-01-01 00:00:00Z",
                            "2024-01-01T24:00:00Z",
                            "2024-01-01T00:00:60Z",
                            "2023-02-29T00:00:00Z",
                            "2024-01-01T00:00Z",
                            "2024-01-01T00:00:00z"),
            "duration",
                    List.of(
                            "PT90S", "P1D", "PT1H30M", "PT1H30S", "PT0.5S", "P1DT12H", "P", "PT", "P1Y", "P1W",
                            "PT1.5M", "1", "-PT1S", "P1DT", "PT1S\n", "pt1s"));

    private static final List<String> OTHER_TEXTS = List.of(
            "",
            " ",
            "\t\n",
            "a",
            "ab",
            "abc",
            "abcd",
            "abcde",
            "12",
            "1a",
            "A",
            "b\n",
            "\n",
            "\u00e4",
            "\ud83d\udc1f",
            "\ud83d\udc1f\ud83d\udc1f",
            "\ud83d\udc1f\ud83d\udc1f\ud83d\udc1f\ud83d\udc1f",
            "\u00a0",
            "QUI=",
            "QUJD",
            "QUJDRA==",
            "QUJ",
            "Q===",
            "QQ=",
            "10:15",
            "24:00",
            "10:15:30",
            "10:15:60",
            "2024-02-29T10:15:30",
            "2023-02-29T10:15",
            "2024-01-01T00:00",
            "small",
            "SMALL",
            "PLAIN",
            "job-1",
            "1:a",
            "123456789012345:a_b-c:d",
            "true",
            "null",
            "1",
            "b b",
            "xbx",
            "x\u2028b");

    private static final List<String> NUMBERS = List.of(
            "0",
            "-0",
            "1",
            "-1",
            "2.0",
            "2.5",
            "-5",
            "-6",
            "20",
            "20.0",
            "21",
            "127",
            "128",
            "-128",
            "-129",
            "32767",
            "32768",
            "2147483647",
            "2147483648",
            "-2147483648",
            "-2147483649",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775809",
            "1e+16",
            "1e+300",
            "0.5",
            "0.49",
            "0.1",
            "1000",
            "999.99",
            "1000.0",
            "3.4028234663852886e+38",
            "3.5e+38",
            "1e-05",
            "9",
            "10",
            "30000",
            "30001",
            "200",
            "201",
            "1" + "0".repeat(400));

    private final JsonNode root;
    private final Random random;

    NearlyValid(JsonNode schema, Random random) {
        this.root = schema;
        this.random = random;
    }

    String arguments() {
        return value(root, 0, random.nextInt(3)).toString();
    }

    /** @param mistakes how likely each part is to be beside what is wanted: none, few or some */
    private JsonNode value(JsonNode given, int depth, int mistakes) {
        JsonNode schema = resolved(given);
        if (depth > 0 && chance(mistakes, 60)) {
            return anything();
        } else if (schema.has("anyOf")) {
            return value(
                    schema.path("anyOf")
                            .path(random.nextInt(schema.path("anyOf").size())),
                    depth,
                    mistakes);
        } else if (schema.has("enum")) {
            return chance(mistakes, 20)
                    ? text()
                    : schema.path("enum")
                            .path(random.nextInt(schema.path("enum").size()));
        }
        return switch (schema.path("type").asText()) {
            case "object" -> object(schema, depth, mistakes);
            case "array" -> array(schema, depth, mistakes);
            case "string" -> text(schema, mistakes);
            case "integer", "number" -> number(schema, mistakes);
            case "boolean" -> NODES.booleanNode(mistakes == 0 || random.nextBoolean());
            case "null" -> NODES.nullNode();
            default -> anything();
        };
    }

    private JsonNode resolved(JsonNode schema) {
        String reference = schema.path("$ref").asText();
        return reference.isEmpty() ? schema : root.at(reference.substring(1));
    }

    private ObjectNode object(JsonNode schema, int depth, int mistakes) {
        ObjectNode object = NODES.objectNode();
        List<String> required = new ArrayList<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        schema.path("properties").fields().forEachRemaining(property -> {
            boolean there = required.contains(property.getKey())
                    ? !chance(mistakes, 60)
                    : depth < DEEPEST && random.nextInt(3) == 0;
            if (there) {
                object.set(property.getKey(), value(property.getValue(), depth + 1, mistakes));
            }
        });
        if (schema.path("properties").isMissingNode()
                && !schema.path("additionalProperties").isBoolean()) {
            members(object, schema, depth, mistakes);
        }
        if (chance(mistakes, 60)) {
            object.set("other", anything());
        }
        return object;
    }

    private void members(ObjectNode object, JsonNode schema, int depth, int mistakes) {
        int count = depth >= DEEPEST ? 0 : random.nextInt(mistakes == 0 ? 3 : 4);
        JsonNode names = schema.path("propertyNames");
        for (int i = 0; i < count; i++) {
            String name = names.has("enum") && !chance(mistakes, 10)
                    ? names.path("enum")
                            .path(random.nextInt(names.path("enum").size()))
                            .asText()
                    : mistakes == 0 ? "k" + i : text().asText();
            object.set(name, value(schema.path("additionalProperties"), depth + 1, mistakes));
        }
    }

    private ArrayNode array(JsonNode schema, int depth, int mistakes) {
        ArrayNode array = NODES.arrayNode();
        int least = mistakes == 0 ? schema.path("minItems").asInt() : 0;
        int most = mistakes == 0 ? schema.path("maxItems").asInt(2) : 4;
        int count = depth >= DEEPEST ? least : least + random.nextInt(most - least + 1);
        for (int i = 0; i < count; i++) {
            array.add(value(schema.path("items"), depth + 1, mistakes));
        }
        return array;
    }

    private JsonNode number(JsonNode schema, int mistakes) {
        if (mistakes > 0 && random.nextInt(4) == 0) {
            return number();
        }
        BigDecimal least = limit(schema, "minimum", "exclusiveMinimum", -50);
        BigDecimal most = limit(schema, "maximum", "exclusiveMaximum", 50);
        if (schema.path("type").asText().equals("integer")) {
            BigInteger range = most.subtract(least).toBigInteger();
            BigInteger whole = least.toBigInteger().add(new BigInteger(6, random).mod(range.max(BigInteger.ONE)));
            return random.nextInt(5) == 0 && whole.bitLength() < 50
                    ? NODES.numberNode(new BigDecimal(whole).setScale(1))
                    : NODES.numberNode(whole);
        }
        return NODES.numberNode(least.add(most.subtract(least).multiply(BigDecimal.valueOf(random.nextInt(9) + 1, 1))));
    }

    private static BigDecimal limit(JsonNode schema, String keyword, String exclusive, long otherwise) {
        JsonNode limit = schema.has(keyword) ? schema.path(keyword) : schema.path(exclusive);
        BigDecimal value = limit.isMissingNode() ? BigDecimal.valueOf(otherwise) : limit.decimalValue();
        BigDecimal small = BigDecimal.valueOf(1_000_000);
        return value.abs().compareTo(small) > 0 ? small.multiply(BigDecimal.valueOf(value.signum())) : value;
    }

    private JsonNode text(JsonNode schema, int mistakes) {
        List<String> form = FORMS.get(schema.path("format").asText());
        if (form == null || chance(mistakes, 20)) {
            return mistakes == 0 && form == null ? fitting(schema) : text();
        }
        return NODES.textNode(mistakes == 0 ? form.get(0) : form.get(random.nextInt(form.size())));
    }

    /** One of the texts that the schema's expressions and lengths allow, where there is one. */
    private JsonNode fitting(JsonNode schema) {
        List<String> all =
                OTHER_TEXTS.stream().filter(text -> fits(schema, text)).toList();
        return all.isEmpty() ? text() : NODES.textNode(all.get(random.nextInt(all.size())));
    }

    private static boolean fits(JsonNode schema, String text) {
        int length = text.codePointCount(0, text.length());
        boolean matches = !schema.has("pattern")
                || java.util.regex.Pattern.compile(schema.path("pattern").asText())
                        .matcher(text)
                        .find();
        for (JsonNode rule : schema.path("allOf")) {
            matches &= java.util.regex.Pattern.compile(rule.path("pattern").asText())
                    .matcher(text)
                    .find();
        }
        return matches
                && length >= schema.path("minLength").asInt()
                && length <= schema.path("maxLength").asInt(Integer.MAX_VALUE);
    }

    private JsonNode anything() {
        return switch (random.nextInt(7)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(random.nextBoolean());
            case 2 -> NODES.arrayNode().add(number());
            case 3 -> NODES.objectNode().set("a", text());
            case 4 -> number();
            default -> text();
        };
    }

    private JsonNode text() {
        List<String> some = random.nextInt(3) > 0
                ? OTHER_TEXTS
                : FORMS.values().stream().toList().get(random.nextInt(FORMS.size()));
        return NODES.textNode(some.get(random.nextInt(some.size())));
    }

    private JsonNode number() {
        String number = NUMBERS.get(random.nextInt(NUMBERS.size()));
        return number.matches("-?\\d+")
                ? NODES.numberNode(new BigInteger(number))
                : NODES.numberNode(new BigDecimal(number));
    }

    private boolean chance(int mistakes, int oneIn) {
        return mistakes > 0 && random.nextInt(oneIn / mistakes) == 0;
    }
}
