package dev.goldfish.tool;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.goldfish.protocol.Outcome;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds types that only a JVM can read and write as JSON: in a native image nobody sees what they consist of. */
final class NativeTypes {
    /** What Java and Jackson bring is known to both. */
    private static final List<String> KNOWN = List.of("java.", "javax.", "com.fasterxml.jackson.");

    private static final SerializationConfig JACKSON =
            JsonMapper.builder().build().getSerializationConfig();

    private final Class<?> tool;
    private final Set<JavaType> seen = new HashSet<>();

    private NativeTypes(Class<?> tool) {
        this.tool = tool;
    }

    /**
     * The first type among a type, all that it consists of and all that may stand for these, that is not registered.
     *
     * @param tool whose annotation may register types too
     */
    static Optional<Class<?>> firstUnregistered(JavaType type, Class<?> tool) {
        return new NativeTypes(tool).find(type);
    }

    /** Whether a type is known to all, or registered by itself or by a tool. */
    static boolean isVisible(Class<?> type, Class<?> tool) {
        return isKnown(type) || new NativeTypes(tool).isRegistered(type);
    }

    private Optional<Class<?>> find(JavaType type) {
        if (!seen.add(type)) {
            return Optional.empty();
        }
        Class<?> raw = type.getRawClass();
        if (isKnown(raw)) {
            return firstOf(Stream.concat(
                    type.getBindings().getTypeParameters().stream(), Stream.ofNullable(type.getContentType())));
        } else if (!isRegistered(raw)) {
            return Optional.of(raw);
        }
        return firstOf(Stream.concat(parts(type), subtypes(raw)));
    }

    private Optional<Class<?>> firstOf(Stream<JavaType> types) {
        return types.flatMap(type -> find(type).stream()).findFirst();
    }

    private static Stream<JavaType> parts(JavaType type) {
        return type.isEnumType()
                ? Stream.empty()
                : JACKSON.introspect(type).findProperties().stream().map(BeanPropertyDefinition::getPrimaryType);
    }

    private static Stream<JavaType> subtypes(Class<?> type) {
        Class<?>[] permitted = type.getPermittedSubclasses();
        return permitted == null ? Stream.empty() : Arrays.stream(permitted).map(JACKSON::constructType);
    }

    private static boolean isKnown(Class<?> type) {
        return type.isPrimitive()
                || type.isArray()
                || type == Outcome.class
                || KNOWN.stream().anyMatch(type.getName()::startsWith);
    }

    private boolean isRegistered(Class<?> type) {
        RegisterForReflection ofTool = tool.getAnnotation(RegisterForReflection.class);
        return ofTool != null && List.of(ofTool.targets()).contains(type) || isAnnotated(type);
    }

    /** By itself, or with all that the type around it holds. */
    private static boolean isAnnotated(Class<?> type) {
        RegisterForReflection own = type.getAnnotation(RegisterForReflection.class);
        if (own != null) {
            return own.targets().length == 0;
        }
        for (Class<?> outer = type.getEnclosingClass(); outer != null; outer = outer.getEnclosingClass()) {
            RegisterForReflection around = outer.getAnnotation(RegisterForReflection.class);
            if (around != null) {
                return around.targets().length == 0 && !around.ignoreNested();
            }
        }
        return false;
    }
}
