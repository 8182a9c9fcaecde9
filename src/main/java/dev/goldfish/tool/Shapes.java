package dev.goldfish.tool;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes shapes of a tool's types and their constraints, and refuses what no schema can describe. */
final class Shapes {
    private static final Set<Class<?>> LISTS = Set.of(List.class, Collection.class, Set.class);

    private final ObjectMapper json;
    private final RecordShapes records;
    private final Constraints constraints;
    /** Where in the arguments it is that a shape is made for. */
    private final Deque<String> path = new ArrayDeque<>();

    private Shapes(ObjectMapper json, Constraints constraints) {
        this.json = json;
        this.constraints = constraints;
        records = new RecordShapes(json, constraints, this);
    }

    /**
     * The shape of a tool's input.
     *
     * @param constraints notes which of them the shape does not hold
     * @throws IllegalArgumentException where no schema could describe it
     */
    static Shape of(JavaType input, ObjectMapper json, Constraints constraints) {
        return new Shapes(json, constraints).of(input, constraints.none(), null);
    }

    /** Of a component of a record, or of a part of one. */
    Shape named(String name, JavaType type, Rules rules, @Nullable AnnotatedType annotated) {
        path.addLast(name);
        Shape shape = of(type, rules, annotated);
        path.removeLast();
        return shape;
    }

    private Shape of(JavaType type, Rules rules, @Nullable AnnotatedType annotated) {
        try {
            Shape shape = described(type, rules, annotated);
            rules.close();
            return shape;
        } catch (Undescribed e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new Undescribed(place() + ": " + e.getMessage());
        }
    }

    private Shape described(JavaType type, Rules rules, @Nullable AnnotatedType annotated) {
        Class<?> raw = type.getRawClass();
        NumberShape number = Numbers.of(raw);
        TextShape text = Formats.of(raw);
        if (number != null) {
            return rules.within(number);
        } else if (text != null) {
            return text;
        } else if (raw == String.class) {
            return text(rules);
        } else if (raw == boolean.class || raw == Boolean.class) {
            return rules.only();
        } else if (raw == Object.class || raw == JsonNode.class) {
            return new Shape.Any(!rules.required());
        } else if (raw == ObjectNode.class) {
            return new MapShape(text(constraints.none()), new Shape.Any(true), rules.size());
        } else if (raw == ArrayNode.class) {
            return new ListShape(new Shape.Any(true), rules.size(), false);
        } else if (raw.isEnum()) {
            return words(raw);
        } else if (LISTS.contains(raw) || raw.isArray() && raw != char[].class) {
            return list(type, rules, annotated);
        } else if (raw == Map.class) {
            return map(type, rules, annotated);
        } else if (raw.isRecord() || raw.isSealed()) {
            return records.of(type);
        }
        throw new Undescribed(place() + " is a " + raw.getName() + ", which a schema cannot describe: use a record, a"
                + " sealed interface of records, or one of the types that \"Writing a tool\" lists");
    }

    private static TextShape text(Rules rules) {
        return new TextShape("a string", rules.format(), null, rules.size(), rules.expressions());
    }

    private Shape list(JavaType type, Rules rules, @Nullable AnnotatedType annotated) {
        boolean unique = type.hasRawClass(Set.class);
        Shape element = part(type.getContentType(), rules, annotated, 0, "[]");
        if (unique && !isScalar(element)) {
            throw new IllegalArgumentException(
                    "a Set holds numbers, texts or words; of anything else take a List, and compare its elements");
        }
        return new ListShape(element, rules.size(), unique);
    }

    private static boolean isScalar(Shape shape) {
        return shape instanceof NumberShape
                || shape instanceof TextShape text && text.encoding() == null
                || shape instanceof WordShape;
    }

    private Shape map(JavaType type, Rules rules, @Nullable AnnotatedType annotated) {
        Class<?> key = type.getKeyType().getRawClass();
        Rules ofNames = rules.ofPart(0);
        if (key != String.class && !key.isEnum()) {
            throw new IllegalArgumentException(
                    "the names in a Map are String or an enum; of anything else take a List of records");
        }
        Shape names = key.isEnum() ? words(key) : text(ofNames);
        ofNames.close();
        return new MapShape(names, part(type.getContentType(), rules, annotated, 1, "{}"), rules.size());
    }

    private Shape part(JavaType type, Rules rules, @Nullable AnnotatedType whole, int index, String name) {
        AnnotatedType annotated = part(whole, index);
        Shape shape = named(name, type, rules.ofPart(index), annotated);
        boolean nullable = annotated != null && annotated.isAnnotationPresent(Nullable.class);
        return nullable && !(shape instanceof Shape.Any) ? new Shape.OrNull(shape) : shape;
    }

    static @Nullable AnnotatedType part(@Nullable AnnotatedType whole, int index) {
        if (whole instanceof AnnotatedParameterizedType generic) {
            return generic.getAnnotatedActualTypeArguments()[index];
        }
        return whole instanceof AnnotatedArrayType array ? array.getAnnotatedGenericComponentType() : null;
    }

    /** Those that Jackson reads and writes. */
    private WordShape words(Class<?> type) {
        Set<String> words = new LinkedHashSet<>();
        for (Object constant : type.getEnumConstants()) {
            JsonNode word = json.valueToTree(constant);
            if (!word.isTextual() || json.convertValue(word, type) != constant || !words.add(word.textValue())) {
                throw new IllegalArgumentException(type.getName()
                        + " must be written and read as one word for each constant: name them with @JsonProperty");
            }
        }
        return new WordShape(words);
    }

    private String place() {
        String place = String.join(".", path).replace(".[]", "[]").replace(".{}", "{}");
        return place.isEmpty() ? "its input" : "its argument " + place;
    }

    /** Says where it was, once. */
    private static final class Undescribed extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        Undescribed(String message) {
            super(message);
        }
    }
}
