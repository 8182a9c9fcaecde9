package dev.goldfish.tool;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Writes records into a schema where they are used; only one that holds itself gets a name, to be referred to. */
final class Definitions {
    private final ObjectNode definitions = JsonNodeFactory.instance.objectNode();
    private final Deque<Object> open = new ArrayDeque<>();
    /** Of those that hold themselves. */
    private final Map<Object, String> names = new HashMap<>();

    /** The schema of the arguments as a whole. */
    static ObjectNode document(Shape root) {
        Definitions all = new Definitions();
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        ObjectNode schema = root.schema(all);
        if (!all.definitions.isEmpty()) {
            document.set("$defs", all.definitions);
        }
        return document.setAll(schema);
    }

    /** Of a record, or a reference to it. */
    ObjectNode of(Object record, String name, Supplier<ObjectNode> schema) {
        if (open.contains(record) || names.containsKey(record)) {
            return reference(record, name);
        }
        open.push(record);
        ObjectNode written = schema.get();
        open.pop();
        if (open.isEmpty() || !names.containsKey(record)) {
            return written;
        }
        definitions.set(names.get(record), written);
        return reference(record, name);
    }

    private ObjectNode reference(Object record, String name) {
        boolean root = open.peekLast() == record;
        String known = root ? "" : names.computeIfAbsent(record, any -> unused(name));
        return JsonNodeFactory.instance.objectNode().put("$ref", root ? "#" : "#/$defs/" + known);
    }

    private String unused(String name) {
        String candidate = name;
        for (int i = 2; names.containsValue(candidate); i++) {
            candidate = name + i;
        }
        return candidate;
    }
}
