package dev.goldfish.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JsonTrailTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.007Z");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void anEventIsALineOfTheFormOfTheLog() throws JsonProcessingException {
        trail(NOW).add(new AuditEvent().with("client", "client-001").with("ms", 12));

        JsonNode line = line(text());
        assertThat(line.path("timestamp").asText()).isEqualTo(NOW.toString());
        assertThat(line.path("loggerName").asText()).isEqualTo("dev.goldfish.audit");
        assertThat(line.path("level").asText()).isEqualTo("INFO");
        assertThat(line.path("message").asText()).isEqualTo("call");
        assertThat(line.path("mdc").toString()).isEqualTo("{\"client\":\"client-001\",\"ms\":\"12\"}");
        assertThat(text()).endsWith("}\n");
    }

    @Test
    void whatAStrangerWritesStaysInsideItsField() throws JsonProcessingException {
        String nasty = "\"},\"level\":\"ERROR\" \\ \n \u00e9";

        trail(NOW).add(new AuditEvent().with("reason", nasty));

        assertThat(text().lines()).hasSize(1);
        assertThat(line(text()).path("mdc").path("reason").asText())
                .isEqualTo("\"},\"level\":\"ERROR\" \\ \\u000a \\u00e9");
        assertThat(line(text()).path("level").asText()).isEqualTo("INFO");
    }

    @Test
    void anEventWithoutFieldsIsJsonToo() throws JsonProcessingException {
        trail(NOW).add(new AuditEvent());

        assertThat(line(text()).path("mdc").isEmpty()).isTrue();
    }

    @Test
    void theTimeGoesOn() throws JsonProcessingException {
        for (String time :
                List.of("2026-03-01T12:00:00.120Z", "2026-03-01T12:00:59.999Z", "2026-03-01T12:01:00.001Z")) {
            out.reset();
            trail(Instant.parse(time)).add(new AuditEvent());
            assertThat(line(text()).path("timestamp").asText()).isEqualTo(time);
        }
        MovingClock clock = new MovingClock();
        JsonTrail trail = new JsonTrail(out, clock);
        for (int i = 0; i < 3; i++) {
            out.reset();
            trail.add(new AuditEvent());
            assertThat(line(text()).path("timestamp").asText()).isEqualTo(clock.now.toString());
            clock.now = clock.now.plus(Duration.ofMillis(700));
        }
    }

    @Test
    void theEventsOfOneTurnAreWrittenInPiecesThatAPipeTakesWhole() {
        List<String> pieces = new ArrayList<>();
        CompletableFuture<Void> written = new CompletableFuture<>();
        JsonTrail trail = new JsonTrail(
                new OutputStream() {
                    @Override
                    public void write(int b) {
                        throw new AssertionError("a single byte");
                    }

                    @Override
                    public void write(byte[] bytes, int from, int count) {
                        pieces.add(new String(bytes, from, count, StandardCharsets.US_ASCII));
                    }
                },
                Clock.systemUTC());
        Vertx vertx = Vertx.vertx();
        try {
            vertx.getOrCreateContext().runOnContext(now -> {
                IntStream.range(0, 50).forEach(i -> trail.add(new AuditEvent().with("request_id", "r-" + i)));
                vertx.getOrCreateContext().runOnContext(later -> written.complete(null));
            });
            written.join();
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }

        assertThat(String.join("", pieces).lines()).hasSize(50);
        assertThat(pieces)
                .hasSizeBetween(2, 10)
                .allSatisfy(piece -> assertThat(piece).endsWith("}\n").hasSizeLessThanOrEqualTo(4096));
    }

    @Test
    void aStreamThatTakesNoMoreHoldsNobodyUp() {
        JsonTrail trail = new JsonTrail(
                new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("closed");
                    }
                },
                Clock.systemUTC());

        trail.add(new AuditEvent().with("client", "client-001"));
    }

    private JsonTrail trail(Instant now) {
        return new JsonTrail(out, Clock.fixed(now, ZoneOffset.UTC));
    }

    private String text() {
        return out.toString(StandardCharsets.US_ASCII);
    }

    private static JsonNode line(String text) throws JsonProcessingException {
        return new ObjectMapper().readTree(text);
    }

    private static final class MovingClock extends Clock {
        private Instant now = NOW;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}
