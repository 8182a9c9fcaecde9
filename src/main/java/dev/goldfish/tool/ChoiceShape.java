package dev.goldfish.tool;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One of the records of a sealed type, told apart by a word in a member of each. */
final class ChoiceShape implements Shape {
    private static final String NO_WORD = "";

    private final String property;
    private final WordShape words;
    private final Map<String, RecordShape> records;

    /** @param records by their words; each has {@code property} as its first member */
    ChoiceShape(String property, Map<String, RecordShape> records) {
        this.property = property;
        this.words = new WordShape(records.keySet());
        this.records = records;
    }

    @Override
    public ObjectNode schema(Definitions definitions) {
        ObjectNode schema = JSON.objectNode();
        ArrayNode any = schema.putArray("anyOf");
        records.values().forEach(record -> any.add(record.schema(definitions)));
        return schema;
    }

    @Override
    public void check(JsonParser value, Violations found) throws IOException {
        if (!value.hasToken(JsonToken.START_OBJECT)) {
            Shape.mismatch(value, found, "an object");
            return;
        }
        String word = word(value, found);
        RecordShape record = word == null ? null : records.get(word);
        if (record != null) {
            record.check(value, found);
            return;
        }
        found.addMember(value, property, word == null ? "is missing" : "must be " + words.oneOf());
        value.skipChildren();
    }

    /**
     * What stands in the member that tells the records apart, wherever that is; null where it is missing. Read ahead rather
     * than kept: what is nested would be kept once for each level.
     */
    private @Nullable String word(JsonParser value, Violations found) throws IOException {
        try (JsonParser ahead = found.again(value)) {
            ahead.nextToken();
            for (String key = ahead.nextFieldName(); key != null; key = ahead.nextFieldName()) {
                ahead.nextToken();
                if (key.equals(property)) {
                    return ahead.hasToken(JsonToken.VALUE_STRING) ? ahead.getText() : NO_WORD;
                }
                ahead.skipChildren();
            }
            return null;
        }
    }
}
