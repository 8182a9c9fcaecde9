package dev.goldfish.tool;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.classmate.TypeResolver;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jackson.JacksonModule;
import com.github.victools.jsonschema.module.jackson.JacksonOption;
import com.github.victools.jsonschema.module.jakarta.validation.JakartaValidationModule;
import com.github.victools.jsonschema.module.jakarta.validation.JakartaValidationOption;
import dev.goldfish.protocol.Outcome;
import org.jspecify.annotations.Nullable;

/** Describes results as JSON Schema 2020-12. Arguments are described by their {@link Shape}. */
final class Schemas {
    private final TypeResolver types = new TypeResolver();
    private final SchemaGenerator results = new SchemaGenerator(config().build());

    private static SchemaGeneratorConfigBuilder config() {
        SchemaGeneratorConfigBuilder builder = new SchemaGeneratorConfigBuilder(
                        SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
                .with(new JacksonModule(JacksonOption.FLATTENED_ENUMS_FROM_JSONPROPERTY))
                .with(new JakartaValidationModule(JakartaValidationOption.NOT_NULLABLE_FIELD_IS_REQUIRED))
                .with(Option.FORBIDDEN_ADDITIONAL_PROPERTIES_BY_DEFAULT)
                .with(Option.MAP_VALUES_AS_ADDITIONAL_PROPERTIES);
        builder.forFields()
                .withRequiredCheck(field -> field.getType().isPrimitive())
                // A reply says null where there is nothing.
                .withNullableCheck(
                        field -> field.getRawMember().getAnnotatedType().isAnnotationPresent(Nullable.class));
        return builder;
    }

    /** Where a tool decides on its whole reply, its result can be anything. */
    JsonNode ofResult(JavaType type) {
        return type.hasRawClass(Outcome.class)
                ? JsonNodeFactory.instance.objectNode()
                : Inlining.of(results.generateSchema(resolved(type)));
    }

    private ResolvedType resolved(JavaType type) {
        ResolvedType[] parameters = type.getBindings().getTypeParameters().stream()
                .map(this::resolved)
                .toArray(ResolvedType[]::new);
        return types.resolve(type.getRawClass(), parameters);
    }
}
