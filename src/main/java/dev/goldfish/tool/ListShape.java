package dev.goldfish.tool;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Set;

/**
 * An array.
 *
 * @param unique whether no element may be there twice; elements are texts and numbers then
 */
record ListShape(Shape element, SizeRange size, boolean unique) implements Shape {
    @Override
    public ObjectNode schema(Definitions definitions) {
        ObjectNode schema = JSON.objectNode().put("type", "array");
        schema.set("items", element.schema(definitions));
        size.describe(schema, "minItems", "maxItems");
        if (unique) {
            schema.put("uniqueItems", true);
        }
        return schema;
    }

    @Override
    public void check(JsonParser value, Violations found) throws IOException {
        if (!value.hasToken(JsonToken.START_ARRAY)) {
            Shape.mismatch(value, found, "an array");
            return;
        }
        Set<Object> seen = new HashSet<>(0);
        int count = 0;
        while (value.nextToken() != JsonToken.END_ARRAY) {
            count++;
            if (count > size.most()) {
                value.skipChildren();
            } else {
                if (unique && value.currentToken().isScalarValue() && !seen.add(scalar(value))) {
                    found.add(value, "must not be there twice");
                }
                element.check(value, found);
            }
        }
        String rule = size.brokenBy(count);
        if (rule != null) {
            found.add(value, rule);
        }
    }

    /** Numbers are equal by their value: 1 is 1.0. */
    private static Object scalar(JsonParser value) throws IOException {
        return value.currentToken().isNumeric()
                ? new BigDecimal(value.getText()).stripTrailingZeros()
                : value.getText();
    }
}
