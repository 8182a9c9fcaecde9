package dev.goldfish.access;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One JSON object of the registry, read strictly. Its errors name fields and rules, and repeat nothing of the file. */
final class RegistryObject {
    private final String where;
    private final JsonNode json;

    /** @param where names the object in errors */
    RegistryObject(String where, JsonNode json, Set<String> fields) {
        this.where = where;
        this.json = json;
        if (!json.isObject()) {
            throw wrong("must be an object");
        }
        json.fieldNames().forEachRemaining(name -> {
            if (!fields.contains(name)) {
                // The unknown name is not repeated: a misplaced quote makes a name of a secret.
                throw wrong("has a field other than " + String.join(", ", new TreeSet<>(fields)));
            }
        });
    }

    /** A field, or null where it is missing or null. */
    @Nullable
    JsonNode get(String field) {
        JsonNode value = json.get(field);
        return value == null || value.isNull() ? null : value;
    }

    /** An array's elements; none where it is missing. */
    Iterable<JsonNode> list(String field) {
        JsonNode value = get(field, JsonNode::isArray, "an array");
        return value == null ? List.of() : value;
    }

    @Nullable
    String text(String field) {
        JsonNode value = get(field, JsonNode::isTextual, "a string");
        return value == null ? null : value.textValue();
    }

    @Nullable
    Double number(String field) {
        JsonNode value = get(field, JsonNode::isNumber, "a number");
        return value == null ? null : value.doubleValue();
    }

    @Nullable
    Integer integer(String field) {
        JsonNode value = get(field, JsonNode::isInt, "an integer");
        return value == null ? null : value.intValue();
    }

    boolean flag(String field, boolean otherwise) {
        JsonNode value = get(field, JsonNode::isBoolean, "true or false");
        return value == null ? otherwise : value.booleanValue();
    }

    private @Nullable JsonNode get(String field, Predicate<JsonNode> kind, String what) {
        JsonNode value = get(field);
        if (value != null && !kind.test(value)) {
            throw wrong("\"" + field + "\" must be " + what);
        }
        return value;
    }

    @Nullable
    Instant instant(String field) {
        String text = text(field);
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            throw wrong("\"" + field + "\" must be an instant such as 2030-01-31T12:00:00Z");
        }
    }

    IllegalArgumentException wrong(String why) {
        return new IllegalArgumentException(where + ": " + why);
    }
}
