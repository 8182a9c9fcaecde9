package dev.goldfish.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.BeanSerializerModifier;
import dev.goldfish.signing.CanonicalJson;
import dev.goldfish.signing.MalformedJsonException;
import dev.goldfish.tool.ResultWriter;
import dev.goldfish.tool.ToolException;
import java.io.UncheckedIOException;
import java.util.function.Predicate;

/** Writes results as Jackson does, within the bounds that every reader of a reply has. */
public final class Results implements ResultWriter {
    private final ObjectMapper json;

    /** @param visible whether a native image could write a type: what it could not, fails on a JVM too */
    public Results(Predicate<Class<?>> visible) {
        json = JsonMapper.builder()
                .findAndAddModules()
                .addModule(new SimpleModule("visible").setSerializerModifier(new OnlyVisible(visible)))
                // As a string it would pass for a result; a bare one is no JSON and fails.
                .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
                // As the schema says.
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .build();
    }

    @Override
    public String write(Object value) {
        try {
            return CanonicalJson.parseMember(json.writeValueAsBytes(value)).text();
        } catch (MalformedJsonException e) {
            throw new ToolException("its result cannot be sent: " + e.getMessage(), e);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("a tool's result cannot be written as JSON", e);
        }
    }

    /** Where a result is declared as an Object or an open interface, the start cannot know what it will hold. */
    private static final class OnlyVisible extends BeanSerializerModifier {
        private static final long serialVersionUID = 1L;

        private final transient Predicate<Class<?>> visible;

        OnlyVisible(Predicate<Class<?>> visible) {
            this.visible = visible;
        }

        @Override
        public JsonSerializer<?> modifySerializer(
                SerializationConfig config, BeanDescription bean, JsonSerializer<?> serializer) {
            require(bean.getBeanClass());
            return serializer;
        }

        @Override
        public JsonSerializer<?> modifyEnumSerializer(
                SerializationConfig config, JavaType type, BeanDescription bean, JsonSerializer<?> serializer) {
            require(bean.getBeanClass());
            return serializer;
        }

        private void require(Class<?> type) {
            if (!visible.test(type)) {
                throw new IllegalStateException("a native image could not write " + type.getName()
                        + ", which is in a tool's result: annotate that type with @RegisterForReflection, or, where it is"
                        + " not yours, name it in @RegisterForReflection(targets = ...) on a tool");
            }
        }
    }
}
