package dev.goldfish.signing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.NumberInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Canonical JSON the slow way: Jackson supplies the tokens, an object is a sorted map, and every float is converted. It
 * shares nothing with {@link Canonicalizer} but the rules, so that the two can be held against each other.
 */
final class CanonicalByJackson {
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(64)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final JsonParser parser;

    private CanonicalByJackson(JsonParser parser) {
        this.parser = parser;
    }

    /** @throws IllegalArgumentException where the bytes break a rule */
    static String of(byte[] utf8) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
            require(!text.startsWith("\ufeff"));
            try (JsonParser parser = JSON.createParser(text)) {
                JsonToken first = parser.nextToken();
                require(first != null);
                String value = new CanonicalByJackson(parser).value(first);
                require(parser.nextToken() == null);
                return value;
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private String value(JsonToken token) throws IOException {
        return switch (token) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_STRING -> quoted(parser.getText());
            case VALUE_NUMBER_INT -> integer(parser.getText());
            case VALUE_NUMBER_FLOAT -> number(parser.getText());
            default -> parser.getText();
        };
    }

    private String array() throws IOException {
        List<String> values = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            values.add(value(token));
        }
        return "[" + String.join(",", values) + "]";
    }

    private String object() throws IOException {
        Map<String, String> members = new TreeMap<>(CodePointOrder.INSTANCE);
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            require(name.length() <= 1024 && members.size() < 10_000);
            require(members.put(name, value(parser.nextToken())) == null);
        }
        return members.entrySet().stream()
                .map(member -> quoted(member.getKey()) + ":" + member.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String quoted(String text) {
        // As UTF-8 a lone surrogate is a question mark.
        require(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).equals(text));
        return JsonText.quote(text);
    }

    private static String integer(String digits) {
        require(digits.replace("-", "").length() <= 1000);
        return digits.equals("-0") ? "0" : digits;
    }

    private static String number(String text) {
        double value = NumberInput.parseDouble(text, true);
        require(!Double.isInfinite(value));
        return PythonFloat.repr(value);
    }

    private static void require(boolean rule) {
        if (!rule) {
            throw new IllegalArgumentException("a rule is broken");
        }
    }
}
