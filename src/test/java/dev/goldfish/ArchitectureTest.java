package dev.goldfish;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.stream.Stream;

/** Which package may import which, read top down as a call travels. */
@AnalyzeClasses(packages = "dev.goldfish", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule PROTOCOL = mayImport("protocol");

    @ArchTest
    static final ArchRule SIGNING = mayImport("signing", "protocol");

    @ArchTest
    static final ArchRule ACCESS = mayImport("access", "protocol", "signing", "eventloop", "settings");

    @ArchTest
    static final ArchRule TOOL = mayImport("tool", "protocol");

    @ArchTest
    static final ArchRule JOB = mayImport("job", "tool", "protocol", "eventloop", "settings");

    @ArchTest
    static final ArchRule REDIS = mayImport("redis", "job", "access", "signing", "protocol", "eventloop", "settings");

    @ArchTest
    static final ArchRule EVENT_LOOP = mayImport("eventloop");

    @ArchTest
    static final ArchRule AUDIT = mayImport("audit");

    @ArchTest
    static final ArchRule SETTINGS = mayImport("settings");

    @ArchTest
    static final ArchRule TOOLS = mayImport("tools", "tool", "job", "protocol");

    @ArchTest
    static final ArchRule SERVER = mayImport(
            "server", "protocol", "signing", "access", "tool", "job", "tools", "audit", "eventloop", "settings");

    @ArchTest
    static final ArchRule METRICS = mayImport("metrics", "protocol", "access", "job", "redis", "audit", "server");

    @ArchTest
    static final ArchRule ONLY_METRICS_KNOWS_MICROMETER = noClasses()
            .that(not(resideInAnyPackage("dev.goldfish", "dev.goldfish.metrics")))
            .should()
            .dependOnClassesThat(resideInAPackage("io.micrometer.."));

    @ArchTest
    static final ArchRule TRACING = mayImport("tracing", "job");

    @ArchTest
    static final ArchRule ONLY_TRACING_KNOWS_OPENTELEMETRY = noClasses()
            .that(not(resideInAnyPackage("dev.goldfish", "dev.goldfish.tracing")))
            .should()
            .dependOnClassesThat(resideInAPackage("io.opentelemetry.."));

    @ArchTest
    static final ArchRule CLIENT = mayImport("client", "protocol", "signing");

    @ArchTest
    static final ArchRule EVERY_PACKAGE_HAS_ITS_PLACE = classes()
            .should()
            .resideInAnyPackage(
                    "dev.goldfish",
                    "..protocol..",
                    "..signing..",
                    "..access..",
                    "..tool..",
                    "..job..",
                    "..redis..",
                    "..eventloop..",
                    "..audit..",
                    "..settings..",
                    "..tools..",
                    "..server..",
                    "..metrics..",
                    "..tracing..",
                    "..client..");

    @ArchTest
    static final ArchRule NOTHING_IMPORTS_THE_COMPOSITION_ROOT = noClasses()
            .that(not(resideInAPackage("dev.goldfish")))
            .should()
            .dependOnClassesThat(resideInAPackage("dev.goldfish"));

    @ArchTest
    static final ArchRule NO_CYCLES_BETWEEN_PACKAGES =
            slices().matching("dev.goldfish.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule WHAT_IS_SIGNED_DEPENDS_ON_NO_CONTAINER = noClasses()
            .that(resideInAnyPackage("dev.goldfish.signing..", "dev.goldfish.protocol.."))
            .should()
            .dependOnClassesThat(resideInAnyPackage("jakarta..", "io.quarkus..", "io.vertx.."));

    @ArchTest
    static final ArchRule CONSTRUCTORS_INJECT =
            noFields().should().beAnnotatedWith(Inject.class).because("a class says in its constructor what it needs");

    @ArchTest
    static final ArchRule NAMES_SAY_WHAT_A_CLASS_IS_FOR = noClasses()
            .should()
            .haveNameMatching("(?i).*\\.(util|utils|common|helper|helpers|impl|manager)(\\..*)?")
            .orShould()
            .haveNameMatching(".*(Utils?|Common|Helpers?|Impl|Manager)(\\$.*)?");

    private static ArchRule mayImport(String name, String... others) {
        String[] known = Stream.concat(Stream.of(name), Arrays.stream(others))
                .map(ArchitectureTest::in)
                .toArray(String[]::new);
        return noClasses()
                .that(resideInAPackage(in(name)))
                .should()
                .dependOnClassesThat(resideInAPackage("dev.goldfish..").and(not(resideInAnyPackage(known))));
    }

    private static String in(String name) {
        return "dev.goldfish." + name + "..";
    }
}
