package dev.goldfish.tool;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An object of the members that a record has. It may hold itself, so that its members come after it. */
final class RecordShape implements Shape {
    private final String name;
    private final String description;
    private final Map<String, Member> members = new LinkedHashMap<>();
    private final List<String> required = new ArrayList<>();

    /**
     * A member.
     *
     * @param required whether it must be there; one that need not be is left out rather than null
     */
    record Member(String name, Shape shape, boolean required, String description) {}

    /** @param description for callers; empty for none */
    RecordShape(String name, String description) {
        this.name = name;
        this.description = description;
    }

    void add(Member member) {
        members.put(member.name(), member);
        if (member.required()) {
            required.add(member.name());
        }
    }

    Collection<Member> members() {
        return members.values();
    }

    @Override
    public ObjectNode schema(Definitions definitions) {
        return definitions.of(this, name, () -> written(definitions));
    }

    private ObjectNode written(Definitions definitions) {
        ObjectNode schema = JSON.objectNode().put("type", "object");
        if (!description.isEmpty()) {
            schema.put("description", description);
        }
        ObjectNode properties = JSON.objectNode();
        for (Member member : members()) {
            ObjectNode property = member.shape().schema(definitions);
            if (!member.description().isEmpty()) {
                property.put("description", member.description());
            }
            properties.set(member.name(), property);
        }
        if (!properties.isEmpty()) {
            schema.set("properties", properties);
        }
        if (!required.isEmpty()) {
            required.forEach(schema.putArray("required")::add);
        }
        return schema.put("additionalProperties", false);
    }

    @Override
    public void check(JsonParser value, Violations found) throws IOException {
        if (!value.hasToken(JsonToken.START_OBJECT)) {
            Shape.mismatch(value, found, "an object");
            return;
        }
        Set<String> seen = new HashSet<>();
        for (String key = value.nextFieldName(); key != null; key = value.nextFieldName()) {
            Member member = members.get(key);
            value.nextToken();
            if (member == null) {
                found.add(value, "no such argument");
                value.skipChildren();
            } else {
                seen.add(key);
                member.shape().check(value, found);
            }
        }
        for (String name : required) {
            if (!seen.contains(name)) {
                found.addMember(value, name, "is missing");
            }
        }
    }
}
