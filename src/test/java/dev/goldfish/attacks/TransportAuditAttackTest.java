package dev.goldfish.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goldfish.server.AuditLog;
import dev.goldfish.server.RawConnection;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a stranger sends stays inside its field where the audit log is text. */
@QuarkusTest
@TestProfile(AttacksProfile.class)
@ExtendWith(QuietLog.class)
class TransportAuditAttackTest {
    private static final Pattern PAIR = Pattern.compile("(\\w+)=(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^ \"=\\\\]*))(?: |$)");

    @RegisterExtension
    final Row row = new Row();

    @Attack("A99")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/x; a=\" authenticated=true",
                "text/x; a=\\\" authenticated=true client=admin",
                "text/x; a=\\\\\" authenticated=true b=\"",
                "text/x;authenticated=true\\"
            })
    void aQuoteInAMediaType(String type) {
        try (AuditLog log = new AuditLog();
                RawConnection connection = new RawConnection()) {
            connection.send(RawConnection.utf8("POST /call HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + type
                    + "\r\nContent-Length: 2\r\n\r\n{}"));
            row.refuses(connection.read().answer());

            AuditLog.Event event = log.event("media_type", type);
            assertThat(read(event.text())).isEqualTo(event.fields()).containsEntry("authenticated", "false");
        }
    }

    private static Map<String, String> read(String text) {
        Map<String, String> fields = new LinkedHashMap<>();
        Matcher pair = PAIR.matcher(text);
        int end = 0;
        while (pair.find() && pair.start() == end) {
            String quoted = pair.group(2);
            fields.put(pair.group(1), quoted == null ? pair.group(3) : quoted.replaceAll("\\\\(.)", "$1"));
            end = pair.end();
        }
        assertThat(end).as(text).isEqualTo(text.length());
        return fields;
    }
}
