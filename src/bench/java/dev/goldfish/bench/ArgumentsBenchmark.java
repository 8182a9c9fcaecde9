package dev.goldfish.bench;

import com.fasterxml.jackson.databind.JavaType;
import dev.goldfish.tool.Arguments;
import dev.goldfish.tool.ToolBean;
import dev.goldfish.tool.ToolCatalog;
import dev.goldfish.tool.ToolName;
import dev.goldfish.tools.BatchSum;
import jakarta.validation.Validation;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Reading and validating the arguments of {@code batch_sum}. */
@State(Scope.Benchmark)
public class ArgumentsBenchmark {
    private final Arguments arguments = new Arguments(Validation.buildDefaultValidatorFactory());
    private final JavaType type = inputType();

    private JavaType inputType() {
        ToolName name = BatchSum.class.getAnnotation(ToolName.class);
        ToolBean bean = new ToolBean(name, BatchSum.class, new BatchSum());
        return new ToolCatalog(List.of(bean), arguments)
                .find(name.value())
                .orElseThrow()
                .inputType();
    }

    @Benchmark
    public Object read(Envelopes envelopes) {
        return arguments.read(envelopes.envelope.args(), type);
    }
}
