package dev.goldfish.tool;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * An object of any names, or of some words, whose values have one shape.
 *
 * @param name which names there may be: a {@link TextShape} or a {@link WordShape}
 */
record MapShape(Shape name, Shape value, SizeRange size) implements Shape {
    @Override
    public ObjectNode schema(Definitions definitions) {
        ObjectNode schema = JSON.objectNode().put("type", "object");
        ObjectNode names = name.schema(definitions).without("type");
        if (!names.isEmpty()) {
            schema.set("propertyNames", names);
        }
        ObjectNode values = value.schema(definitions);
        if (!values.isEmpty()) {
            schema.set("additionalProperties", values);
        }
        size.describe(schema, "minProperties", "maxProperties");
        return schema;
    }

    @Override
    public void check(JsonParser map, Violations found) throws IOException {
        if (!map.hasToken(JsonToken.START_OBJECT)) {
            Shape.mismatch(map, found, "an object");
            return;
        }
        int count = 0;
        for (String key = map.nextFieldName(); key != null; key = map.nextFieldName()) {
            count++;
            String rule = count > size.most() ? null : brokenBy(key, found.work());
            map.nextToken();
            if (rule != null) {
                found.add(map, "its name " + rule);
            }
            if (count > size.most()) {
                map.skipChildren();
            } else {
                value.check(map, found);
            }
        }
        String rule = size.brokenBy(count);
        if (rule != null) {
            found.add(map, rule);
        }
    }

    private @Nullable String brokenBy(String key, Work work) {
        if (name instanceof WordShape words) {
            return words.words().contains(key) ? null : "must be " + words.oneOf();
        }
        return ((TextShape) name).brokenBy(key, work);
    }
}
