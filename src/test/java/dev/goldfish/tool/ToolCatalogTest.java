package dev.goldfish.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Validation;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ToolCatalogTest {
    private final Arguments arguments = new Arguments(Validation.buildDefaultValidatorFactory());

    @RegisterForReflection
    record Input(String text) {}

    @RegisterForReflection
    record Output(int length) {}

    abstract static class Base<T> implements Tool<T, Output> {}

    @ToolName(value = "inherits", description = "Has its types from a base class.", idempotent = true)
    static class Inherits extends Base<Input> {
        @Override
        public Output call(Input input, Caller caller) {
            return new Output(input.text().length());
        }
    }

    @ToolName("twin")
    static class First extends Inherits {}

    @ToolName("twin")
    static class Second extends Inherits {}

    @ToolName(value = "job", maxRuntime = "PT10M", stallTimeout = "PT30S")
    static class Job implements JobTool<Input, Output> {
        @Override
        public Output run(Input input, JobContext job) {
            return new Output(0);
        }
    }

    @ToolName("reactive")
    static class Reactive implements ReactiveTool<Input, Output> {
        @Override
        public Uni<Output> call(Input input, Caller caller) {
            return Uni.createFrom().item(new Output(0));
        }
    }

    @ToolName("no record")
    static class BadName extends Inherits {}

    @ToolName("map")
    static class TakesAString implements Tool<String, Output> {
        @Override
        public Output call(String input, Caller caller) {
            return new Output(0);
        }
    }

    @ToolName("hidden")
    static class TakesAPrivateRecord implements Tool<TakesAPrivateRecord.Hidden, Output> {
        private record Hidden() {}

        @Override
        public Output call(Hidden input, Caller caller) {
            return new Output(0);
        }
    }

    @ToolName("raw")
    @SuppressWarnings("rawtypes")
    static class Raw implements Tool {
        @Override
        public Object call(Object input, Caller caller) {
            return input;
        }
    }

    @ToolName("unseen")
    static class TakesWhatANativeImageCannotSee implements Tool<TakesWhatANativeImageCannotSee.Unseen, Output> {
        record Unseen() {}

        @Override
        public Output call(Unseen input, Caller caller) {
            return new Output(0);
        }
    }

    @ToolName("nothing")
    static class Nothing {}

    @ToolName("both")
    static class Both extends Job implements ReactiveTool<Input, Output> {
        @Override
        public Uni<Output> call(Input input, Caller caller) {
            return Uni.createFrom().item(new Output(0));
        }
    }

    @ToolName(value = "lasting", maxRuntime = "10 minutes")
    static class BadDuration extends Job {}

    @ToolName(value = "never", stallTimeout = "PT0S")
    static class NoDuration extends Job {}

    @ToolName(value = "free", cost = 0)
    static class Free extends Job {}

    @ToolName(value = "past", maxRuntime = "PT-5S")
    static class NegativeDuration extends Job {}

    @Test
    void describesAToolByItsAnnotationAndTypes() {
        CatalogTool tool = catalog(Inherits.class).find("inherits").orElseThrow();

        assertThat(tool.description()).isEqualTo("Has its types from a base class.");
        assertThat(tool.kind()).isEqualTo(ToolKind.BLOCKING);
        assertThat(tool.idempotent()).isTrue();
        assertThat(tool.maxRuntime()).isNull();
        assertThat(tool.stallTimeout()).isNull();
        assertThat(tool.inputType().getRawClass()).isEqualTo(Input.class);
        assertThat(tool.inputSchema().at("/properties/text/type").asText()).isEqualTo("string");
        assertThat(tool.outputSchema().at("/properties/length/type").asText()).isEqualTo("integer");
    }

    @Test
    void tellsTheKindsApart() {
        ToolCatalog catalog = catalog(Job.class, Reactive.class);

        assertThat(catalog.find("job").orElseThrow().kind()).isEqualTo(ToolKind.JOB);
        assertThat(catalog.find("reactive").orElseThrow().kind()).isEqualTo(ToolKind.REACTIVE);
    }

    @Test
    void readsHowLongAJobMayTake() {
        CatalogTool job = catalog(Job.class).find("job").orElseThrow();

        assertThat(job.maxRuntime()).isEqualTo(Duration.ofMinutes(10));
        assertThat(job.stallTimeout()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void listsToolsByName() {
        assertThat(catalog(Reactive.class, Inherits.class, Job.class).all())
                .extracting(CatalogTool::name)
                .containsExactly("inherits", "job", "reactive");
    }

    @Test
    void findsNothingUnderAnotherName() {
        assertThat(catalog(Job.class).find("jobs")).isEmpty();
    }

    @Test
    void refusesTwoToolsOfOneName() {
        assertThatThrownBy(() -> catalog(First.class, Second.class))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("Two tools are named \"twin\": ")
                .hasMessageContaining(Second.class.getName())
                .hasMessageEndingWith("Give one of them another @ToolName.");
    }

    @Test
    void refusesANameThatNoEnvelopeCouldHave() {
        assertBroken(BadName.class, "its @ToolName must be 1-128 of A-Z a-z 0-9 . _ : @ / -.");
    }

    @Test
    void refusesAnInputThatIsNoRecord() {
        assertBroken(
                TakesAString.class,
                "its input type java.lang.String must be a record, so that its arguments have names.");
    }

    @Test
    void refusesAnInputThatIsPrivate() {
        assertBroken(
                TakesAPrivateRecord.class,
                "its input record " + TakesAPrivateRecord.class.getName() + "$Hidden must not be private.");
    }

    @Test
    void refusesTypesThatANativeImageCannotSee() {
        assertBroken(
                TakesWhatANativeImageCannotSee.class,
                "a native image could not read or write " + TakesWhatANativeImageCannotSee.Unseen.class.getName()
                        + ": annotate that type with @RegisterForReflection of io.quarkus.runtime.annotations, or, where it"
                        + " is not yours, name it in @RegisterForReflection(targets = ...) on the tool.");
    }

    @Test
    void refusesAToolThatDoesNotSayItsTypes() {
        assertBroken(Raw.class, "it must name its input and output types, as in Tool<Input, Output>.");
    }

    @Test
    void refusesWhatImplementsNoInterfaceOfATool() {
        assertBroken(Nothing.class, "it must implement Tool, ReactiveTool or JobTool.");
    }

    @Test
    void refusesWhatImplementsMoreThanOne() {
        assertBroken(Both.class, "it implements more than one of Tool, ReactiveTool and JobTool; choose one.");
    }

    @Test
    void refusesACostThatIsNone() {
        assertBroken(Free.class, "its cost must be from 1 to 1000.");
        assertThat(catalog(Job.class).costOf("job")).isEqualTo(1);
        assertThat(catalog(Job.class).costOf("jobs")).isEqualTo(1);
    }

    @Test
    void refusesDurationsThatAreNone() {
        assertBroken(BadDuration.class, "maxRuntime must be an ISO 8601 duration such as PT10M.");
        assertBroken(NoDuration.class, "stallTimeout must be longer than nothing.");
        assertBroken(NegativeDuration.class, "maxRuntime must be longer than nothing.");
    }

    private void assertBroken(Class<?> type, String whatToDo) {
        String name = type.getAnnotation(ToolName.class).value();
        assertThatThrownBy(() -> catalog(type))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Tool \"" + name + "\" (" + type.getName() + "): " + whatToDo);
    }

    private ToolCatalog catalog(Class<?>... types) {
        List<ToolBean> beans = Arrays.stream(types)
                .map(type ->
                        new ToolBean(Objects.requireNonNull(type.getAnnotation(ToolName.class)), type, new Object()))
                .toList();
        return new ToolCatalog(beans, arguments);
    }
}
