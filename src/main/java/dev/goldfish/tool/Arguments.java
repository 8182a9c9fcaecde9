package dev.goldfish.tool;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.std.NumberDeserializers;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads a tool's arguments: strict types without coercion, no unknown names, then Bean Validation. */
public final class Arguments {
    private static final Pattern HARMLESS_NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    private static final int MOST_VIOLATIONS = 20;
    private static final String INTEGER_IN_RANGE = "must be an integer in range";

    private final ObjectMapper json = strictMapper();
    private final Validator validator;

    public Arguments(Validator validator) {
        this.validator = validator;
    }

    JavaType typeOf(Type type) {
        return json.constructType(type);
    }

    /**
     * The arguments as an input type.
     *
     * @param args a JSON object
     * @throws InvalidArgumentsException with path and rule of each violation
     */
    public Object read(String args, JavaType type) {
        Object input = parse(args, type);
        Set<ConstraintViolation<Object>> violations = validator.validate(input);
        if (!violations.isEmpty()) {
            throw new InvalidArgumentsException(violations.stream()
                    .map(violation -> path(violation) + ": " + violation.getMessage())
                    .sorted()
                    .limit(MOST_VIOLATIONS)
                    .toList());
        }
        return input;
    }

    private Object parse(String args, JavaType type) {
        try {
            return json.readValue(args, type);
        } catch (UnrecognizedPropertyException e) {
            throw new InvalidArgumentsException(path(e.getPath()), "no such argument");
        } catch (MismatchedInputException e) {
            throw new InvalidArgumentsException(path(e.getPath()), rule(e));
        } catch (JsonMappingException e) {
            boolean tooLarge = e.getCause() instanceof InputCoercionException;
            throw new InvalidArgumentsException(path(e.getPath()), tooLarge ? INTEGER_IN_RANGE : "not valid");
        } catch (JsonProcessingException e) {
            throw new InvalidArgumentsException("args", "a number is out of range");
        }
    }

    private static String rule(MismatchedInputException e) {
        Class<?> target = e.getTargetType();
        if (target == null) {
            return "not of the right type";
        } else if (target.isPrimitive() && String.valueOf(e.getMessage()).startsWith("Cannot map `null`")) {
            return "must not be null";
        } else if (target == String.class) {
            return "must be a string";
        } else if (target.isEnum()) {
            return "must be one of the allowed words";
        } else if (target == int.class || target == Integer.class || target == long.class || target == Long.class) {
            return INTEGER_IN_RANGE;
        } else if (target == double.class || target == Double.class || Number.class.isAssignableFrom(target)) {
            return "must be a number";
        } else if (target == boolean.class || target == Boolean.class) {
            return "must be true or false";
        } else if (Iterable.class.isAssignableFrom(target) || target.isArray()) {
            return "must be an array";
        }
        return "must be an object";
    }

    private static String path(List<JsonMappingException.Reference> references) {
        String path = references.stream().map(Arguments::step).collect(Collectors.joining());
        return path.isEmpty() ? "args" : path.substring(path.startsWith(".") ? 1 : 0);
    }

    private static String step(JsonMappingException.Reference reference) {
        String name = reference.getFieldName();
        if (name == null) {
            return "[" + reference.getIndex() + "]";
        }
        return "." + (HARMLESS_NAME.matcher(name).matches() ? name : "?");
    }

    private static String path(ConstraintViolation<Object> violation) {
        String path = violation.getPropertyPath().toString().replaceAll("\\.?<[^>]*>", "");
        return path.isEmpty() ? "args" : path;
    }

    private static ObjectMapper strictMapper() {
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
        JsonMapper.Builder builder = JsonMapper.builder(factory)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS);
        for (LogicalType text : new LogicalType[] {LogicalType.Textual, LogicalType.Enum}) {
            builder.withCoercionConfig(
                    text,
                    config -> config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail));
        }
        return builder.addModule(new SimpleModule()
                        .addDeserializer(Double.class, new NumbersOnly(Double.class, null))
                        .addDeserializer(Double.TYPE, new NumbersOnly(Double.TYPE, 0.0)))
                .build();
    }

    /** Jackson itself reads the strings "NaN" and "Infinity" as doubles, whatever its settings are. */
    private static final class NumbersOnly extends NumberDeserializers.DoubleDeserializer {
        private static final long serialVersionUID = 1L;

        NumbersOnly(Class<Double> type, @Nullable Double absent) {
            super(type, absent);
        }

        @Override
        public Double deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (parser.hasToken(JsonToken.VALUE_STRING)) {
                return (Double) context.handleUnexpectedToken(handledType(), parser);
            }
            return super.deserialize(parser, context);
        }
    }
}
