package dev.goldfish.tool;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import jakarta.validation.ValidatorFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads a tool's arguments: checks them against the shape that their schema is written from, then makes Java's values of
 * them, then has Bean Validation check what no schema can say.
 */
public final class Arguments {
    private final ObjectMapper json = mapper();
    private final ValidatorFactory validation;
    private final Map<JavaType, Input> inputs = new ConcurrentHashMap<>();

    /** How one type is read. */
    private record Input(Shape shape, ObjectReader reader, Constraints constraints) {}

    public Arguments(ValidatorFactory validation) {
        this.validation = validation;
    }

    JavaType typeOf(Type type) {
        return json.constructType(type);
    }

    /**
     * JSON Schema 2020-12 of an input type.
     *
     * @throws IllegalArgumentException where no schema could describe it, with a message that says what to do
     */
    JsonNode schema(JavaType type) {
        return Definitions.document(input(type).shape());
    }

    /**
     * The arguments as an input type.
     *
     * @param args a JSON object in canonical form
     * @throws InvalidArgumentsException with path and rule of each violation
     */
    public Object read(String args, JavaType type) {
        Input input = input(type);
        check(args, input.shape());
        Object value = value(args, input.reader());
        if (!input.constraints().allSaid()) {
            validate(value, input.constraints(), args);
        }
        return value;
    }

    private Input input(JavaType type) {
        Input input = inputs.get(type);
        return input == null ? inputs.computeIfAbsent(type, this::describe) : input;
    }

    private Input describe(JavaType type) {
        Constraints constraints = new Constraints(validation.getValidator(), validation.getMessageInterpolator());
        return new Input(Shapes.of(type, json, constraints), json.readerFor(type), constraints);
    }

    private void check(String args, Shape shape) {
        Violations found = new Violations(args);
        try (JsonParser parser = json.createParser(args)) {
            parser.nextToken();
            shape.check(parser, found);
        } catch (IOException e) {
            throw new UncheckedIOException("arguments that are no JSON", e);
        }
        if (!found.isEmpty()) {
            throw found.failure();
        }
    }

    private static Object value(String args, ObjectReader reader) {
        try {
            return reader.readValue(args);
        } catch (JsonMappingException e) {
            if (e.getCause() instanceof InvalidArgumentsException own) {
                throw own;
            }
            // A record that checks itself in its constructor has its say here.
            throw new InvalidArgumentsException(path(e.getPath()), "not valid");
        } catch (JsonProcessingException e) {
            throw new InvalidArgumentsException("args", "not valid");
        }
    }

    private void validate(Object value, Constraints constraints, String args) {
        Violations found = new Violations(args);
        UnsaidRules.check(value, validation, constraints, found);
        if (!found.isEmpty()) {
            throw found.failure();
        }
    }

    private static String path(List<JsonMappingException.Reference> references) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference reference : references) {
            Violations.step(path, reference.getFieldName(), reference.getIndex());
        }
        return path.toString();
    }

    private static ObjectMapper mapper() {
        // What comes here was bounded as an envelope: no second set of limits, and no names of strangers kept.
        JsonFactory factory = JsonFactory.builder()
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNameLength(Integer.MAX_VALUE)
                        .maxStringLength(Integer.MAX_VALUE)
                        .maxNumberLength(Integer.MAX_VALUE)
                        .build())
                .build();
        return JsonMapper.builder(factory)
                .addModule(new Jdk8Module())
                .addModule(new JavaTimeModule())
                .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
                .annotationIntrospector(new SealedTypes())
                .build();
    }

    /** What a sealed interface permits need not be said a second time with {@code @JsonSubTypes}. */
    private static final class SealedTypes extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1L;

        @Override
        public @Nullable List<NamedType> findSubtypes(Annotated type) {
            List<NamedType> named = super.findSubtypes(type);
            Class<?>[] permitted = type.getRawType().getPermittedSubclasses();
            return named != null || permitted == null
                    ? named
                    : Arrays.stream(permitted).map(NamedType::new).toList();
        }
    }
}
