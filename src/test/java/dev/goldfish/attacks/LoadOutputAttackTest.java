package dev.goldfish.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.goldfish.audit.AuditEvent;
import dev.goldfish.audit.JsonTrail;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whose calls are noted waits for nobody who should read the notes. */
class LoadOutputAttackTest {
    private static final int CALLS = 100_000;

    @RegisterExtension
    final Row row = new Row();

    @Attack("A98")
    @Test
    void callsWhoseEventsNobodyReads() throws IOException {
        // It never reads its standard input, which is a pipe of the operating system.
        Process reader = new ProcessBuilder("sleep", "600")
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD)
                .start();
        try (JsonTrail trail = new JsonTrail(reader.getOutputStream(), Clock.systemUTC())) {
            assertTimeoutPreemptively(Duration.ofMinutes(1), () -> {
                for (int i = 0; i < CALLS; i++) {
                    trail.add(new AuditEvent().with("client", "client-001"));
                }
            });

            assertThat(trail.dropped()).isPositive();
            row.promises("calls go on");
        } finally {
            reader.destroyForcibly();
        }
    }
}
