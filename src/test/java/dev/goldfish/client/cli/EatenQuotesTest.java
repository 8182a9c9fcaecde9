package dev.goldfish.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EatenQuotesTest {
    /** What PowerShell and cmd.exe make of {@code '{"numbers":[10, 20]}'} and the like. */
    static Stream<List<String>> eaten() {
        return Stream.of(
                List.of("call", "batch_sum", "{numbers:[10,20]}"),
                List.of("call", "batch_sum", "{numbers:[10,", "20]}"),
                List.of("call", "batch_sum", "'{numbers:[10,20]}'"),
                List.of("call", "batch_sum", "'{\"numbers\":[10,20]}'"),
                List.of("start", "x", "{a:b}", "--wait"),
                List.of("bench", "--args", "{numbers:[1]}"));
    }

    @ParameterizedTest
    @MethodSource("eaten")
    void theHintIsAFile(List<String> args) {
        CliRun run = CliRun.of(args.toArray(String[]::new)).run();

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).hasLineCount(1).contains("give @FILE");
    }

    @Test
    void otherMistakesGetNoSuchHint() {
        assertThat(CliRun.of("call", "x", "{\"a\":}").run().err()).doesNotContain("@FILE");
        assertThat(CliRun.of("call", "x", "[1]").run().err()).doesNotContain("@FILE");
        assertThat(CliRun.of("call", "x", "{}", "--nope").run().err()).doesNotContain("@FILE");
    }
}
