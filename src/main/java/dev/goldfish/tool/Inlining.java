package dev.goldfish.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Set;

/** Writes the definitions of a schema where they are used: models read that best. What holds itself stays a definition. */
final class Inlining {
    private static final String DEFINITIONS = "$defs";
    private static final String REFERENCE = "$ref";
    private static final String PREFIX = "#/$defs/";

    private final JsonNode definitions;

    private Inlining(JsonNode definitions) {
        this.definitions = definitions;
    }

    static ObjectNode of(ObjectNode schema) {
        Inlining inlining = new Inlining(schema.path(DEFINITIONS));
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        inlining.definitions.fieldNames().forEachRemaining(name -> {
            if (inlining.holdsItself(name)) {
                kept.set(name, inlining.written(inlining.definitions.path(name)));
            }
        });
        ObjectNode written = (ObjectNode) inlining.written(schema.deepCopy().without(DEFINITIONS));
        return kept.isEmpty() ? written : written.set(DEFINITIONS, kept);
    }

    private JsonNode written(JsonNode node) {
        if (node.isArray()) {
            var all = JsonNodeFactory.instance.arrayNode();
            node.forEach(element -> all.add(written(element)));
            return all;
        } else if (!node.isObject()) {
            return node;
        }
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        String name = target(node);
        boolean stays = name.isEmpty() || holdsItself(name);
        if (!stays) {
            object.setAll((ObjectNode) written(definitions.path(name)));
        }
        node.fields().forEachRemaining(field -> {
            if (stays || !field.getKey().equals(REFERENCE)) {
                object.set(field.getKey(), written(field.getValue()));
            }
        });
        return object;
    }

    private boolean holdsItself(String name) {
        Set<String> reached = new HashSet<>();
        reach(definitions.path(name), reached);
        return reached.contains(name);
    }

    private void reach(JsonNode node, Set<String> reached) {
        String name = target(node);
        if (!name.isEmpty() && reached.add(name)) {
            reach(definitions.path(name), reached);
        }
        node.forEach(part -> reach(part, reached));
    }

    /** The definition that a schema refers to; empty for none. */
    private static String target(JsonNode node) {
        String reference = node.path(REFERENCE).asText();
        return reference.startsWith(PREFIX) ? reference.substring(PREFIX.length()) : "";
    }
}
