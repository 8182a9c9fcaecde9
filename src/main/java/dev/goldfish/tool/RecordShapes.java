package dev.goldfish.tool;

import com.fasterxml.jackson.annotation.JacksonAnnotation;
import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import dev.goldfish.tool.RecordShape.Member;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes shapes of records and of sealed interfaces of records, as Jackson reads them. */
final class RecordShapes {
    private static final Set<Class<?>> OPTIONAL_NUMBERS =
            Set.of(OptionalInt.class, OptionalLong.class, OptionalDouble.class);

    /** Jackson's annotations that a schema can follow; all others change how a record is read. */
    private static final Set<Class<? extends Annotation>> FOLLOWED = Set.of(
            JsonProperty.class,
            JsonPropertyDescription.class,
            JsonClassDescription.class,
            JsonPropertyOrder.class,
            JsonInclude.class,
            JsonNaming.class,
            JsonTypeInfo.class,
            JsonTypeName.class,
            JsonSubTypes.class);

    private final DeserializationConfig jackson;
    private final ObjectMapper json;
    private final Constraints constraints;
    private final Shapes shapes;
    private final Map<JavaType, Shape> known = new HashMap<>();

    RecordShapes(ObjectMapper json, Constraints constraints, Shapes shapes) {
        this.jackson = json.getDeserializationConfig();
        this.json = json;
        this.constraints = constraints;
        this.shapes = shapes;
    }

    Shape of(JavaType type) {
        Shape shape = known.get(type);
        if (shape != null) {
            return shape;
        }
        JsonTypeInfo told =
                jackson.introspectClassAnnotations(type).getClassInfo().getAnnotation(JsonTypeInfo.class);
        return told == null ? record(type) : choice(type, told);
    }

    private Shape record(JavaType type) {
        if (!type.getRawClass().isRecord()) {
            throw new IllegalArgumentException(type.getRawClass().getName() + " does not say how its records are told"
                    + " apart: annotate it with @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = \"kind\")");
        }
        RecordShape shape = empty(type);
        known.put(type, shape);
        fill(shape, type);
        return shape;
    }

    private Shape choice(JavaType type, JsonTypeInfo told) {
        Class<?> raw = type.getRawClass();
        if (told.use() != JsonTypeInfo.Id.NAME || told.include() != JsonTypeInfo.As.PROPERTY || told.visible()) {
            throw new IllegalArgumentException(raw.getName() + " has a @JsonTypeInfo that a schema cannot follow: use"
                    + " Id.NAME in a property of its own");
        }
        String property = told.property().isEmpty() ? told.use().getDefaultPropertyName() : told.property();
        Map<String, JavaType> types = recordsByName(type);
        Map<String, RecordShape> records = new LinkedHashMap<>();
        types.forEach((name, record) -> {
            RecordShape shape = empty(record);
            shape.add(new Member(property, new WordShape(Set.of(name)), true, ""));
            records.put(name, shape);
        });
        ChoiceShape choice = new ChoiceShape(property, records);
        known.put(type, choice);
        records.forEach((name, shape) -> fill(shape, Objects.requireNonNull(types.get(name))));
        return choice;
    }

    private Map<String, JavaType> recordsByName(JavaType type) {
        Class<?>[] permitted = type.getRawClass().getPermittedSubclasses();
        List<Class<?>> classes = permitted == null ? List.of(type.getRawClass()) : Arrays.asList(permitted);
        AnnotatedClass info = jackson.introspectClassAnnotations(type).getClassInfo();
        Map<String, JavaType> records = new TreeMap<>();
        for (NamedType named : json.getSubtypeResolver().collectAndResolveSubtypesByTypeId(jackson, info)) {
            if (named.hasName() && classes.contains(named.getType())) {
                records.put(named.getName(), json.getTypeFactory().constructSpecializedType(type, named.getType()));
            }
        }
        if (records.size() != classes.size() || !classes.stream().allMatch(Class::isRecord)) {
            throw new IllegalArgumentException("all that " + type.getRawClass().getName()
                    + " permits must be records, and have a @JsonTypeName each");
        }
        return records;
    }

    private RecordShape empty(JavaType type) {
        Class<?> raw = type.getRawClass();
        requireFollowed(raw, raw.getName());
        JsonClassDescription description = raw.getAnnotation(JsonClassDescription.class);
        return new RecordShape(raw.getSimpleName(), description == null ? "" : description.value());
    }

    private void fill(RecordShape shape, JavaType type) {
        Class<?> raw = type.getRawClass();
        Map<String, BeanPropertyDefinition> properties = jackson.introspect(type).findProperties().stream()
                .collect(Collectors.toMap(BeanPropertyDefinition::getInternalName, Function.identity()));
        for (RecordComponent component : raw.getRecordComponents()) {
            BeanPropertyDefinition property = properties.get(component.getName());
            if (property == null || !property.hasConstructorParameter()) {
                throw new IllegalArgumentException("Jackson does not read " + component.getName() + " of "
                        + raw.getName() + ": leave it out of the record, or leave out the annotation that hides it");
            }
            Stream.of(field(raw, component), component.getAccessor())
                    .forEach(place -> requireFollowed(place, component.getName() + " of " + raw.getName()));
            shape.add(member(raw, component, property));
        }
        constraints.leaveThoseOf(
                raw,
                Arrays.stream(raw.getRecordComponents())
                        .map(RecordComponent::getName)
                        .collect(Collectors.toSet()));
    }

    private Member member(Class<?> record, RecordComponent component, BeanPropertyDefinition property) {
        JavaType type = property.getPrimaryType();
        Rules rules = constraints.of(record, component.getName());
        String description =
                Optional.ofNullable(property.getMetadata().getDescription()).orElse("");
        boolean required = type.isPrimitive() || rules.required() || property.isRequired();
        if (type.hasRawClass(Optional.class)) {
            Shape shape = shapes.named(
                    property.getName(),
                    type.containedType(0),
                    rules.ofPart(0),
                    Shapes.part(component.getAnnotatedType(), 0));
            rules.close();
            return new Member(property.getName(), shape, false, description);
        }
        Shape shape = shapes.named(property.getName(), type, rules, component.getAnnotatedType());
        boolean optional = OPTIONAL_NUMBERS.contains(type.getRawClass());
        return new Member(property.getName(), shape, required && !optional, description);
    }

    private static AnnotatedElement field(Class<?> record, RecordComponent component) {
        try {
            return record.getDeclaredField(component.getName());
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void requireFollowed(AnnotatedElement place, String name) {
        for (Annotation annotation : place.getAnnotations()) {
            Class<? extends Annotation> type = annotation.annotationType();
            if (type.isAnnotationPresent(JacksonAnnotation.class) && !FOLLOWED.contains(type)) {
                throw new IllegalArgumentException("@" + type.getSimpleName() + " on " + name
                        + " changes how it is read, which a schema cannot say: leave it out");
            }
        }
    }
}
