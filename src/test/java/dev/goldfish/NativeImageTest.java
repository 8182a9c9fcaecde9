package dev.goldfish;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;

/** What a native image needs, as far as a JVM can tell. Tools' own types are checked at every start. */
@AnalyzeClasses(packages = "dev.goldfish", importOptions = ImportOption.DoNotIncludeTests.class)
class NativeImageTest {
    /** A native image runs static initialisers when it is built: all processes would share what they made. */
    private static final Pattern ONLY_WHEN_RUNNING = Pattern.compile(
            "java\\.(security\\.(SecureRandom|KeyPairGenerator)|util\\.(Random|SplittableRandom|Timer)|lang\\.(Thread|ProcessHandle)"
                    + "|util\\.concurrent\\.(Executors|ThreadLocalRandom|ThreadPoolExecutor|ScheduledThreadPoolExecutor|ForkJoinPool)"
                    + "|net\\.http\\.HttpClient|time\\.(Clock|InstantSource))(\\$.*)?");

    private static final Pattern ONLY_WHEN_RUNNING_METHODS = Pattern.compile(
            "java\\.(util\\.UUID\\.randomUUID|lang\\.System\\.(nanoTime|currentTimeMillis|getenv|getProperty)|lang\\.Math\\.random"
                    + "|time\\.(Instant|LocalDate|LocalDateTime|ZonedDateTime|OffsetDateTime)\\.now)");

    @ArchTest
    static final ArchRule STATIC_INITIALISERS_HOLD_NOTHING_OF_ONE_RUN =
            classes().should(beInitialisedAnywhere());

    @ArchTest
    static final ArchRule WHAT_JACKSON_WRITES_IS_REGISTERED =
            classes().that().areAnnotatedWith(JsonNaming.class).should().beAnnotatedWith(RegisterForReflection.class);

    private static ArchCondition<JavaClass> beInitialisedAnywhere() {
        return new ArchCondition<>("use no randomness, time or threads in static initialisers") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getStaticInitializer().ifPresent(initialiser -> follow(initialiser, new HashSet<>(), events));
            }
        };
    }

    private static void follow(JavaCodeUnit code, Set<JavaCodeUnit> seen, ConditionEvents events) {
        if (!seen.add(code)) {
            return;
        }
        for (JavaAccess<?> access : code.getAccessesFromSelf()) {
            String owner = access.getTargetOwner().getName();
            if (ONLY_WHEN_RUNNING.matcher(owner).matches()
                    || ONLY_WHEN_RUNNING_METHODS
                            .matcher(owner + "." + access.getName())
                            .matches()) {
                events.add(SimpleConditionEvent.violated(access, access.getDescription()));
            }
        }
        code.getCallsFromSelf().stream()
                .flatMap(call -> call.getTarget().resolveMember().stream())
                .filter(JavaCodeUnit.class::isInstance)
                .map(JavaCodeUnit.class::cast)
                .filter(called -> called.getOwner().getPackageName().startsWith("dev.goldfish"))
                .forEach(called -> follow(called, seen, events));
    }

    static class RandomAtStart {
        static final java.security.SecureRandom RANDOM = new java.security.SecureRandom();
    }

    static class TimeAtStart {
        static final TimeAtStart ONE = new TimeAtStart();
        private final long began = System.nanoTime();
    }

    @Test
    void aViolationIsFound() {
        for (Class<?> type : List.of(RandomAtStart.class, TimeAtStart.class)) {
            JavaClasses one = new com.tngtech.archunit.core.importer.ClassFileImporter().importClasses(type);
            assertThat(STATIC_INITIALISERS_HOLD_NOTHING_OF_ONE_RUN.evaluate(one).hasViolation())
                    .as(type.getName())
                    .isTrue();
        }
    }

    /** Picocli's annotation processor writes it; without it no command has any options in a native image. */
    @ArchTest
    static void commandsAreRegisteredByPicocli(JavaClasses all) throws IOException {
        Path config = Path.of("target/classes/META-INF/native-image/picocli-generated/reflect-config.json");
        Set<String> registered = new HashSet<>();
        for (JsonNode entry : new ObjectMapper().readTree(Files.readString(config))) {
            registered.add(entry.path("name").asText());
        }

        Set<String> commands = all.stream()
                .filter(type -> type.isAnnotatedWith(Command.class))
                .map(JavaClass::getName)
                .collect(Collectors.toSet());
        assertThat(commands).isNotEmpty();
        assertThat(registered).containsAll(commands);
    }
}
