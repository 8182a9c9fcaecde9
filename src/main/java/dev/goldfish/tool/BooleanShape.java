package dev.goldfish.tool;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * True or false.
 *
 * @param only the one of them that it must be; null for either
 * @param rule what the other one is told
 */
record BooleanShape(@Nullable Boolean only, String rule) implements Shape {
    @Override
    public ObjectNode schema(Definitions definitions) {
        ObjectNode schema = JSON.objectNode().put("type", "boolean");
        if (only != null) {
            schema.put("const", only);
        }
        return schema;
    }

    @Override
    public void check(JsonParser value, Violations found) throws IOException {
        JsonToken token = value.currentToken();
        if (!token.isBoolean()) {
            Shape.mismatch(value, found, "true or false");
        } else if (only != null && only != (token == JsonToken.VALUE_TRUE)) {
            found.add(value, rule);
        }
    }
}
