package dev.goldfish.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.type.TypeFactory;
import dev.goldfish.protocol.Outcome;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a native image could not read or write is found on a JVM. */
class NativeTypesTest {
    private static class SomeTool {}

    @RegisterForReflection(targets = NotMine.class)
    private static class RegisteringTool {}

    private record NotMine(int a) {}

    private enum Unregistered {
        A
    }

    @RegisterForReflection
    private record Plain(String text, int number, List<Map<String, Instant>> times, Optional<Object> any, byte[] raw) {}

    @RegisterForReflection
    private record Deep(Map<String, List<Optional<Unregistered>>> deep) {}

    @RegisterForReflection
    private record InAnArray(Unregistered[] all) {}

    @RegisterForReflection
    private record Itself(List<Itself> children) {}

    @RegisterForReflection
    private record Box<T>(T content) {}

    @RegisterForReflection
    private sealed interface Shape permits Square {}

    private record Square(int side) implements Shape {}

    @RegisterForReflection
    private static class Around {
        private record Nested(int a) {}
    }

    @RegisterForReflection(ignoreNested = true)
    private static class AroundOnly {
        private record Nested(int a) {}
    }

    @Test
    void whatIsRegisteredIsFine() {
        assertFine(new TypeReference<Plain>() {});
        assertFine(new TypeReference<Box<Plain>>() {});
        assertFine(new TypeReference<Itself>() {});
        assertFine(new TypeReference<Map<String, Object>>() {});
        assertFine(new TypeReference<Outcome>() {});
    }

    @Test
    void aTypeIsFoundHoweverDeepItIs() {
        assertFound(new TypeReference<NotMine>() {}, NotMine.class);
        assertFound(new TypeReference<Deep>() {}, Unregistered.class);
        assertFound(new TypeReference<InAnArray>() {}, Unregistered.class);
        assertFound(new TypeReference<Box<NotMine>>() {}, NotMine.class);
        assertFound(new TypeReference<List<Map<String, NotMine>>>() {}, NotMine.class);
        assertFound(new TypeReference<Shape>() {}, Square.class);
    }

    @Test
    void whatIsAroundATypeRegistersItUnlessItSaysOtherwise() {
        assertFine(new TypeReference<Around.Nested>() {});
        assertFound(new TypeReference<AroundOnly.Nested>() {}, AroundOnly.Nested.class);
    }

    @Test
    void aToolMayRegisterWhatIsNotItsOwn() {
        assertThat(find(new TypeReference<NotMine>() {}, RegisteringTool.class)).isEmpty();
    }

    private static void assertFine(TypeReference<?> type) {
        assertThat(find(type, SomeTool.class)).isEmpty();
    }

    private static void assertFound(TypeReference<?> type, Class<?> missing) {
        assertThat(find(type, SomeTool.class)).contains(missing);
    }

    private static Optional<Class<?>> find(TypeReference<?> type, Class<?> tool) {
        return NativeTypes.firstUnregistered(TypeFactory.defaultInstance().constructType(type), tool);
    }
}
