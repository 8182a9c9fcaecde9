package dev.goldfish.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JsonTrailTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.007Z");

    private static final int MANY = 20_000;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void anEventIsALineOfTheFormOfTheLog() throws JsonProcessingException {
        write(NOW, new AuditEvent().with("client", "client-001").with("ms", 12));

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

        write(NOW, new AuditEvent().with("reason", nasty));

        assertThat(text().lines()).hasSize(1);
        assertThat(line(text()).path("mdc").path("reason").asText())
                .isEqualTo("\"},\"level\":\"ERROR\" \\ \\u000a \\u00e9");
        assertThat(line(text()).path("level").asText()).isEqualTo("INFO");
    }

    @Test
    void anEventWithoutFieldsIsJsonToo() throws JsonProcessingException {
        write(NOW, new AuditEvent());

        assertThat(line(text()).path("mdc").isEmpty()).isTrue();
    }

    @Test
    void theTimeGoesOn() throws JsonProcessingException {
        for (String time :
                List.of("2026-03-01T12:00:00.120Z", "2026-03-01T12:00:59.999Z", "2026-03-01T12:01:00.001Z")) {
            out.reset();
            write(Instant.parse(time), new AuditEvent());
            assertThat(line(text()).path("timestamp").asText()).isEqualTo(time);
        }
        MovingClock clock = new MovingClock();
        List<String> times = new ArrayList<>();
        out.reset();
        try (JsonTrail trail = new JsonTrail(out, clock)) {
            for (int i = 0; i < 3; i++) {
                trail.add(new AuditEvent());
                times.add(clock.now.toString());
                clock.now = clock.now.plus(Duration.ofMillis(700));
            }
        }
        for (String written : text().lines().toList()) {
            assertThat(line(written).path("timestamp").asText()).isEqualTo(times.remove(0));
        }
        assertThat(times).isEmpty();
    }

    @Test
    void eventsThatWaitAreWrittenInPiecesThatAPipeTakesWhole() {
        Valve stream = new Valve();
        try (JsonTrail trail = new JsonTrail(stream, Clock.systemUTC())) {
            trail.add(new AuditEvent());
            await().until(stream::isTaking);
            IntStream.range(0, 50).forEach(i -> trail.add(new AuditEvent().with("request_id", "r-" + i)));
            stream.open();
        }

        assertThat(text(stream).lines()).hasSize(51);
        assertThat(stream.pieces())
                .hasSizeBetween(3, 11)
                .allSatisfy(piece -> assertThat(piece).endsWith("}\n").hasSizeLessThanOrEqualTo(4096));
    }

    @Test
    void aStreamThatTakesNoMoreHoldsNobodyUp() {
        Valve stream = new Valve();
        long dropped;
        try (JsonTrail trail = new JsonTrail(stream, Clock.systemUTC())) {
            trail.add(new AuditEvent().with("client", "client-001"));
            await().until(stream::isTaking);

            // Far more than may wait; were any of these to wait for the stream, this thread would not come back.
            IntStream.range(0, MANY).forEach(i -> trail.add(new AuditEvent().with("client", "client-001")));

            dropped = trail.dropped();
            assertThat(dropped).isPositive().isLessThan(MANY);
            stream.open();
        }
        assertThat(text(stream)).containsOnlyOnce("\"mdc\":{\"events_dropped\":\"" + dropped + "\"}}\n");
        assertThat(text(stream).lines())
                .as("events, and a line about those that were dropped")
                .hasSize(MANY + 2 - (int) dropped);
    }

    @Test
    void aStreamThatIsStuckDoesNotKeepAReplicaFromStopping() {
        Valve stream = new Valve();
        JsonTrail trail = new JsonTrail(stream, Clock.systemUTC());
        trail.add(new AuditEvent());
        await().until(stream::isTaking);

        trail.close();

        assertThat(stream.pieces()).isEmpty();
        stream.open();
    }

    @Test
    void whatAClosedStreamRefusesIsCounted() {
        JsonTrail trail = new JsonTrail(
                new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("closed");
                    }
                },
                Clock.systemUTC());

        trail.add(new AuditEvent().with("client", "client-001"));
        trail.close();

        assertThat(trail.dropped()).isEqualTo(1);
    }

    /** Has written it all when it returns. */
    private void write(Instant now, AuditEvent event) {
        try (JsonTrail trail = new JsonTrail(out, Clock.fixed(now, ZoneOffset.UTC))) {
            trail.add(event);
        }
    }

    private static String text(Valve stream) {
        return String.join("", stream.pieces());
    }

    private String text() {
        return out.toString(StandardCharsets.US_ASCII);
    }

    private static JsonNode line(String text) throws JsonProcessingException {
        return new ObjectMapper().readTree(text);
    }

    /** Takes nothing until it is opened, like a pipe that is full. */
    private static final class Valve extends OutputStream {
        private final CountDownLatch taking = new CountDownLatch(1);
        private final CountDownLatch opened = new CountDownLatch(1);
        private final List<String> pieces = new CopyOnWriteArrayList<>();

        boolean isTaking() {
            return taking.getCount() == 0;
        }

        void open() {
            opened.countDown();
        }

        List<String> pieces() {
            return pieces;
        }

        @Override
        public void write(int b) {
            throw new AssertionError("a single byte");
        }

        @Override
        public void write(byte[] bytes, int from, int count) {
            taking.countDown();
            // As a write to a pipe, which no interruption ends.
            boolean interrupted = false;
            while (opened.getCount() > 0) {
                try {
                    opened.await();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            pieces.add(new String(bytes, from, count, StandardCharsets.US_ASCII));
        }
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
