package dev.goldfish.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No forge runs here, so this holds what can be held of its files: they parse, and they name what exists. */
class WorkflowsTest {
    private static final ObjectMapper YAML =
            new ObjectMapper(new YAMLFactory()).enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
    private static final Path FORGE = Path.of(".github");
    private static final Pattern PROFILE = Pattern.compile("-P(\\S+)");

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(FORGE)) {
            return files.filter(file -> file.toString().endsWith(".yml")).toList();
        }
    }

    static List<Path> workflows() throws IOException {
        return files().stream()
                .filter(file -> file.startsWith(FORGE.resolve("workflows")))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyFileIsOneYamlObject(Path file) throws IOException {
        assertThat(YAML.readTree(file.toFile()).isObject()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void everyJobIsBoundedAndMayOnlyRead(Path workflow) throws IOException {
        JsonNode root = YAML.readTree(workflow.toFile());

        assertThat(root.at("/permissions/contents").asText()).isEqualTo("read");
        assertThat(root.get("jobs")).isNotEmpty().allSatisfy(job -> {
            assertThat(job.path("timeout-minutes").asInt()).isPositive();
            assertThat(job.path("steps")).isNotEmpty();
        });
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void everyProfileIsInThePom(Path workflow) throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));

        for (String profile : profiles(YAML.readTree(workflow.toFile()).get("jobs"))) {
            assertThat(pom).contains("<id>" + profile + "</id>");
        }
    }

    @Test
    void theBuildRunsOnTheOldestJavaThatIsSupported() throws IOException {
        Matcher release =
                Pattern.compile("<maven.compiler.release>(\\d+)<").matcher(Files.readString(Path.of("pom.xml")));

        assertThat(release.find()).isTrue();
        assertThat(YAML.readTree(FORGE.resolve("workflows/build.yml").toFile()).at("/jobs/verify/strategy/matrix/java"))
                .extracting(JsonNode::asText)
                .contains(release.group(1));
    }

    /** The profiles that a job's commands name, with its matrix put in. */
    private static List<String> profiles(JsonNode jobs) {
        List<String> profiles = new ArrayList<>();
        jobs.forEach(job -> job.get("steps").forEach(step -> {
            Matcher named = PROFILE.matcher(step.path("run").asText());
            while (named.find()) {
                if (named.group(1).startsWith("${{")) {
                    job.at("/strategy/matrix/suite").forEach(suite -> profiles.add(suite.asText()));
                } else {
                    profiles.add(named.group(1));
                }
            }
        }));
        return profiles;
    }
}
