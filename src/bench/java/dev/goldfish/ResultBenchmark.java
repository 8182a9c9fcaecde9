package dev.goldfish;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.goldfish.bench.Envelopes;
import dev.goldfish.server.Results;
import dev.goldfish.tool.ResultWriter;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Writing what a tool returned, here what the arguments were, as the server is wired to do it. */
public class ResultBenchmark {
    /** A tool's result. */
    @State(Scope.Benchmark)
    public static class Returned {
        private final ResultWriter results = new Results(type -> true);
        private Object value;

        @Setup
        public void read(Envelopes envelopes) throws JsonProcessingException {
            value = new ObjectMapper().readValue(envelopes.envelope.args(), Map.class);
        }
    }

    @Benchmark
    public String write(Returned returned) {
        return returned.results.write(returned.value);
    }
}
