package dev.goldfish.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.goldfish.protocol.Reply;
import dev.goldfish.protocol.Status;
import org.jspecify.annotations.Nullable;

/** A reply that has been verified. */
public final class Answer {
    private final Reply reply;
    private final ObjectMapper mapper;

    Answer(Reply reply, ObjectMapper mapper) {
        this.reply = reply;
        this.mapper = mapper;
    }

    public Reply reply() {
        return reply;
    }

    public Status status() {
        return reply.status();
    }

    /** The result as JSON in canonical form; {@code null} in JSON where there is none. */
    public String json() {
        return String.valueOf(reply.result());
    }

    /** The id of the job that the call started, or null where it started none. */
    public @Nullable String jobId() {
        return status() == Status.ACCEPTED ? tree().path("job_id").textValue() : null;
    }

    /** The result as a tree; a null node where there is none. */
    public JsonNode tree() {
        return as(JsonNode.class);
    }

    /**
     * The result as an object of a type. Fields that the type does not have are left out.
     *
     * @throws IllegalArgumentException where the result does not fit the type
     */
    public <T> T as(Class<T> type) {
        return as(mapper.constructType(type));
    }

    /** The same for a generic type, as in {@code new TypeReference<List<Point>>() {}}. */
    public <T> T as(TypeReference<T> type) {
        return as(mapper.constructType(type.getType()));
    }

    private <T> T as(JavaType type) {
        try {
            return mapper.readValue(json(), type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the result is no " + type.toCanonical(), e);
        }
    }

    @Override
    public String toString() {
        return "Answer[" + status().wire() + " " + json() + "]";
    }
}
