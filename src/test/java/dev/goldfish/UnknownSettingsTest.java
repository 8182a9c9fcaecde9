package dev.goldfish;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnknownSettingsTest {
    private static final Pattern VARIABLE = Pattern.compile("\"\\$?\\{?(GOLDFISH_[A-Z_]+)");

    private final UnknownSettings settings = new UnknownSettings(Settings.names());

    @ParameterizedTest
    @CsvSource({
        "GOLDFISH_JOBS_SLOT, GOLDFISH_JOBS_SLOTS",
        "GOLDFISH_JOB_SLOTS, GOLDFISH_JOBS_SLOTS",
        "GOLDFISH_LEASE, GOLDFISH_JOBS_LEASE",
        "GOLDFISH_SERVERID, GOLDFISH_SERVER_ID",
        "GOLDFISH_TIMEWINDOW, GOLDFISH_TIME_WINDOW",
        "GOLDFISH_REDIS_TIME_OUT, GOLDFISH_REDIS_TIMEOUT",
    })
    void aMisspeltVariableIsToldTheRightName(String variable, String right) {
        assertThat(settings.warnings(List.of(), Set.of(variable)))
                .containsExactly(variable + " is no setting and does nothing: did you mean " + right + "?");
    }

    @Test
    void aMisspeltPropertyIsToldTheRightName() {
        assertThat(settings.warnings(
                        List.of("goldfish.jobs.max-run-time", "goldfish.jobs.slots", "quarkus.x"), Set.of()))
                .containsExactly("goldfish.jobs.max-run-time is no setting and does nothing: did you mean"
                        + " goldfish.jobs.max-runtime?");
    }

    @Test
    void whatResemblesNothingIsNamedAlone() {
        assertThat(settings.warnings(List.of(), Set.of("GOLDFISH_COLOUR_OF_WATER")))
                .containsExactly("GOLDFISH_COLOUR_OF_WATER is no setting and does nothing");
    }

    @Test
    void aVariableThatIsAPropertyTooIsNamedOnce() {
        assertThat(settings.warnings(List.of("goldfish.jobs.slot"), Set.of("GOLDFISH_JOBS_SLOT")))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GOLDFISH_JOBS_SLOTS",
                "GOLDFISH_SERVICE_HOST",
                "GOLDFISH_SERVICE_PORT_HTTP",
                "GOLDFISH_PORT",
                "GOLDFISH_PORT_80_TCP_ADDR",
                "GOLDFISH_REDIS_SERVICE_PORT",
                "OTHER_JOBS_SLOT"
            })
    void whatIsRightOrOfOthersIsNotNamed(String variable) {
        assertThat(settings.warnings(List.of(), Set.of(variable))).isEmpty();
    }

    @Test
    void whatTheCommandLineReadsIsKnown() throws IOException {
        Set<String> read = new TreeSet<>();
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java/dev/goldfish/client"))) {
            for (Path source : sources.filter(Files::isRegularFile).toList()) {
                VARIABLE.matcher(Files.readString(source)).results().forEach(found -> read.add(found.group(1)));
            }
        }

        assertThat(read).contains("GOLDFISH_URL");
        assertThat(settings.warnings(List.of(), read)).isEmpty();
    }
}
