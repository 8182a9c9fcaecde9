package dev.goldfish.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.goldfish.tools.BatchSum;
import dev.goldfish.tools.CancelJob;
import dev.goldfish.tools.ListJobs;
import dev.goldfish.tools.PollJob;
import dev.goldfish.tools.ServerIdentity;
import dev.goldfish.tools.StartLongTask;
import jakarta.validation.Validation;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A validator of JSON Schema that others wrote says of arguments what the server says. */
class SchemaAgreementTest {
    private static final int ARGUMENTS = 10_000;
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private final Arguments arguments = new Arguments(Validation.buildDefaultValidatorFactory());

    @ParameterizedTest
    @ValueSource(
            classes = {
                EveryType.class,
                BatchSum.class,
                CancelJob.class,
                ListJobs.class,
                PollJob.class,
                ServerIdentity.class,
                StartLongTask.class
            })
    void validatorAndServerAgree(Class<?> tool) throws Exception {
        JavaType type = inputOf(tool);
        JsonNode schema = arguments.schema(type);
        for (boolean formats : new boolean[] {false, true}) {
            Schema validator = validator(schema, formats);
            NearlyValid generator = new NearlyValid(schema, new Random(20_261_125));
            int valid = 0;
            for (int i = 0; i < ARGUMENTS; i++) {
                String args = generator.arguments();
                String violations = violations(args, type);
                var errors = validator.validate(JSON.readTree(args));
                assertThat(violations.isEmpty())
                        .as("%s: the server says \"%s\", the validator %s", args, violations, errors)
                        .isEqualTo(errors.isEmpty());
                valid += errors.isEmpty() ? 1 : 0;
            }
            // Neither kind may be rare, or the test would show little.
            assertThat(valid).isBetween(ARGUMENTS / 50, ARGUMENTS - ARGUMENTS / 50);
        }
    }

    private String violations(String args, JavaType type) {
        try {
            arguments.read(args, type);
            return "";
        } catch (InvalidArgumentsException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private JavaType inputOf(Class<?> tool) {
        JavaType bean = arguments.typeOf(tool);
        for (Class<?> contract : new Class<?>[] {Tool.class, ReactiveTool.class, JobTool.class}) {
            if (contract.isAssignableFrom(tool)) {
                return bean.findTypeParameters(contract)[0];
            }
        }
        throw new AssertionError(tool);
    }

    private static Schema validator(JsonNode schema, boolean formats) {
        Schema validator = SchemaRegistry.withDefaultDialect(
                        SpecificationVersion.DRAFT_2020_12,
                        builder -> builder.schemaRegistryConfig(com.networknt.schema.SchemaRegistryConfig.builder()
                                .formatAssertionsEnabled(formats)
                                .strict("duration", false)
                                .build()))
                .getSchema(schema);
        validator.initializeValidators();
        return validator;
    }
}
