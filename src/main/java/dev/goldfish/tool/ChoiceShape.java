package dev.goldfish.tool;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One of the records of a sealed type, told apart by a word in a member of each. */
final class ChoiceShape implements Shape {
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
        String path = found.path(value);
        try (TokenBuffer buffer = new TokenBuffer(value)) {
            buffer.copyCurrentStructure(value);
            String outer = found.enter(path);
            RecordShape record = record(buffer, found);
            if (record != null) {
                check(record, buffer, found);
            }
            found.leave(outer);
        }
    }

    private static void check(RecordShape record, TokenBuffer buffer, Violations found) throws IOException {
        try (JsonParser again = buffer.asParser()) {
            again.nextToken();
            record.check(again, found);
        }
    }

    /** The word may stand anywhere in the object. */
    private @Nullable RecordShape record(TokenBuffer buffer, Violations found) throws IOException {
        try (JsonParser members = buffer.asParser()) {
            members.nextToken();
            for (String key = members.nextFieldName(); key != null; key = members.nextFieldName()) {
                members.nextToken();
                if (key.equals(property)) {
                    RecordShape record =
                            members.hasToken(JsonToken.VALUE_STRING) ? records.get(members.getText()) : null;
                    if (record == null) {
                        words.check(members, found);
                    }
                    return record;
                }
                members.skipChildren();
            }
            found.addMember(members, property, "is missing");
            return null;
        }
    }
}
