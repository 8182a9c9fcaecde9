package dev.goldfish.tool;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/**
 * What a value of the arguments must be. Its schema and its check are made of the same bounds, so that callers who follow
 * the one pass the other.
 */
interface Shape {
    JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** JSON Schema 2020-12 of such values. */
    ObjectNode schema(Definitions definitions);

    /** Checks the value that begins at the current token, and leaves the parser at its last one. */
    void check(JsonParser value, Violations found) throws IOException;

    /** What a value of another type is told. */
    static void mismatch(JsonParser value, Violations found, String wanted) throws IOException {
        String came =
                switch (value.currentToken()) {
                    case START_OBJECT -> "an object";
                    case START_ARRAY -> "an array";
                    case VALUE_STRING -> "a string";
                    case VALUE_TRUE, VALUE_FALSE -> "a boolean";
                    case VALUE_NULL -> "null";
                    default -> "a number";
                };
        found.add(value, "must be " + wanted + ", " + came + " came");
        value.skipChildren();
    }

    /**
     * Any JSON at all.
     *
     * @param orNull whether it may be null too
     */
    record Any(boolean orNull) implements Shape {
        @Override
        public ObjectNode schema(Definitions definitions) {
            ObjectNode schema = JSON.objectNode();
            if (!orNull) {
                schema.putArray("type")
                        .add("object")
                        .add("array")
                        .add("string")
                        .add("number")
                        .add("boolean");
            }
            return schema;
        }

        @Override
        public void check(JsonParser value, Violations found) throws IOException {
            if (value.hasToken(JsonToken.VALUE_NULL) && !orNull) {
                found.add(value, "must not be null");
            }
            value.skipChildren();
        }
    }

    /** Null, or what another shape allows. */
    record OrNull(Shape shape) implements Shape {
        @Override
        public ObjectNode schema(Definitions definitions) {
            ObjectNode schema = JSON.objectNode();
            schema.putArray("anyOf")
                    .add(shape.schema(definitions))
                    .add(JSON.objectNode().put("type", "null"));
            return schema;
        }

        @Override
        public void check(JsonParser value, Violations found) throws IOException {
            if (!value.hasToken(JsonToken.VALUE_NULL)) {
                shape.check(value, found);
            }
        }
    }
}
