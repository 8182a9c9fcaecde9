package dev.goldfish.tool;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Set;
import java.util.stream.Collectors;

/** One of some words, in their order. */
record WordShape(Set<String> words) implements Shape {
    private static final int MOST_TOLD = 40;

    @Override
    public ObjectNode schema(Definitions definitions) {
        ObjectNode schema = JSON.objectNode().put("type", "string");
        ArrayNode all = schema.putArray("enum");
        words.forEach(all::add);
        return schema;
    }

    @Override
    public void check(JsonParser value, Violations found) throws IOException {
        if (!value.hasToken(JsonToken.VALUE_STRING)) {
            Shape.mismatch(value, found, oneOf());
        } else if (!words.contains(value.getText())) {
            found.add(value, "must be " + oneOf());
        }
    }

    String oneOf() {
        String all = words.stream().limit(MOST_TOLD).collect(Collectors.joining(", "));
        return "one of " + all + (words.size() > MOST_TOLD ? ", ..." : "");
    }
}
