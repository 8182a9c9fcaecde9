package dev.goldfish;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.ConfigValidationException.Problem;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class StartFailureTest {
    @Test
    void eachViolationIsALine() {
        Throwable failure = failure(
                "goldfish.jobs.slots must be more",
                "java.lang.IllegalArgumentException: SRCFG00039: The config property quarkus.http.port with the config value"
                        + " \"abc\" threw an Exception whilst being converted SRCFG00029: Expected an integer value, got"
                        + " \"abc\"");

        assertThat(StartFailure.lines(failure))
                .containsExactly(
                        "goldfish.jobs.slots: must be more",
                        "quarkus.http.port is \"abc\": Expected an integer value, got \"abc\"");
    }

    @Test
    void aSecretIsNoValueToShow() {
        Throwable failure = failure("java.lang.IllegalArgumentException: SRCFG00039: The config property"
                + " quarkus.redis.password with the config value \"hunter2\" threw an Exception whilst being converted no"
                + " hunter2");

        assertThat(StartFailure.lines(failure)).containsExactly("quarkus.redis.password: is not valid");
    }

    @Test
    void aLoginInAUrlIsNotShown() {
        Throwable failure =
                new RuntimeException("outer", new IllegalStateException("no redis://user:pass@redis:6379/1"));

        assertThat(StartFailure.lines(failure)).containsExactly("goldfish cannot start: no redis://…@redis:6379/1");
    }

    @Test
    void aLoginWithASlashInItsPasswordIsNotShown() {
        Throwable failure = new IllegalStateException("no https://user:pa/ss@word@collector:4317");

        assertThat(StartFailure.lines(failure)).containsExactly("goldfish cannot start: no https://…@collector:4317");
    }

    @Test
    void aLoginInAnotherSettingIsNotShown() {
        Throwable failure = failure("SRCFG00039: The config property quarkus.otel.exporter.otlp.endpoint with the"
                + " config value \"http://user:pass@collector:4317\" threw an Exception whilst being converted no");

        assertThat(StartFailure.lines(failure))
                .containsExactly("quarkus.otel.exporter.otlp.endpoint is \"http://…@collector:4317\": no");
    }

    @Test
    void whatHasNoMessageIsNamed() {
        assertThat(StartFailure.lines(new NullPointerException()))
                .containsExactly("goldfish cannot start: java.lang.NullPointerException");
    }

    @Test
    void severalLinesOfOnesOwnStaySeveral() {
        assertThat(StartFailure.lines(new RuntimeException(new StartupException("a is not set\nb is not set"))))
                .containsExactly("a is not set", "b is not set");
    }

    private static Throwable failure(String... problems) {
        Problem[] all = Arrays.stream(problems).map(Problem::new).toArray(Problem[]::new);
        return new RuntimeException(new ConfigValidationException(all));
    }
}
