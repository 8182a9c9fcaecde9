package dev.goldfish.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goldfish.server.RawConnection;
import dev.goldfish.server.RawResponse;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Strangers who want to fill the log. */
@QuarkusTest
@TestProfile(TransportLogAttackTest.Sampled.class)
class TransportLogAttackTest {
    private static final Logger ROOT = Logger.getLogger("");
    private static final int REQUESTS = 300;
    private static final int SAMPLED = 5;

    @RegisterExtension
    final Row row = new Row();

    private final List<LogRecord> logged = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            logged.add(record);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        ROOT.addHandler(handler);
    }

    @AfterEach
    void listenNoMore() {
        ROOT.removeHandler(handler);
    }

    /** A server as the others are attacked, which notes little of each stranger. */
    public static class Sampled extends AttacksProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> overrides = new HashMap<>(super.getConfigOverrides());
            overrides.put("goldfish.audited-refusals-per-minute", Integer.toString(SAMPLED));
            overrides.put("quarkus.log.file.enable", "false");
            return overrides;
        }
    }

    @Attack("A84")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /call HTTP/1.1|Host: localhost|Content-Type:|Content-Length: 0",
                "POST /call HTTP/1.1|Host: localhost|Content-Type: /|Content-Length: 0",
                "POST /call HTTP/1.1|Host: localhost|Content-Type: a/b;c|Content-Length: 0",
                "POST /call HTTP/1.1|Host: localhost|Content-Type: application/json; charset=\"|Content-Length: 0",
                "POST /call HTTP/1.1|Host: localhost|Content-Type: application/json|Accept:|Content-Length: 0",
                "POST /call HTTP/1.1|Host: localhost|Content-Type: application/json|Accept: ;q=x|Content-Length: 0",
                "POST /call HTTP/1.1|Host: localhost|Content-Type: application/json|Accept-Language: ;|Content-Length: 0",
                "POST /call HTTP/1.1|Host: localhost|Content-Type: application/json|Cookie: =;=|Content-Length: 0",
                "POST /call HTTP/1.1|Host: a b|Content-Type: application/json|Content-Length: 0",
                "POST /call HTTP/1.1|Content-Type: application/json|Content-Length: 0",
                "GET /call HTTP/1.1",
                "GET /q/health HTTP/1.1",
                "GET /%zz HTTP/1.1|Host: localhost",
                "GET /call?%zz=%zz HTTP/1.1|Host: localhost",
                "POST /call?%=%|Host: localhost|Content-Length: 0",
                "GET * HTTP/1.1|Host: localhost",
                "OPTIONS * HTTP/1.1|Host: localhost",
                "GET //// HTTP/1.1|Host: localhost",
                "GET /../../etc HTTP/1.1|Host: localhost",
                "GET http://[::1 HTTP/1.1|Host: localhost",
                "GET /call HTTP/1.1|Host: localhost|Upgrade: websocket|Connection: upgrade",
                "POST /call HTTP/1.1|Host: localhost|Expect: nonsense|Content-Length: 0",
                "POST /call HTTP/1.1|Host: localhost|Range: bytes=-|Content-Length: 0",
                "PATCH /.well-known/jwks.json HTTP/1.1|Host: localhost|Content-Type:|Content-Length: 0",
            })
    void refusalsWithoutEnd(String lines) {
        byte[] request = RawConnection.utf8(lines.replace("|", "\r\n") + "\r\n\r\n");
        for (int i = 0; i < REQUESTS; i++) {
            try (RawConnection connection = new RawConnection()) {
                RawResponse response = connection.send(request).read();
                row.allows(response.status());
                assertThat(response.status()).as(lines).isNotEqualTo(500);
                if (response.body().length > 0 && response.status() != 404 && response.status() != 200) {
                    response.answer();
                }
            }
        }

        assertThat(logged).hasSizeLessThan(REQUESTS / 2);
        assertThat(logged).noneMatch(record -> record.getLevel().intValue() >= Level.SEVERE.intValue());
    }
}
