package dev.goldfish.server;

import dev.goldfish.access.Credential;
import dev.goldfish.protocol.Envelope;
import dev.goldfish.protocol.ErrorCode;
import dev.goldfish.protocol.Outcome;
import dev.goldfish.signing.Sha256;
import jakarta.ws.rs.core.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One event per call in the log category {@value #CATEGORY}: who called what, and what came of it. Never a secret, an
 * argument, a signature or what a tool says; nothing of a stranger's unescaped.
 */
public final class Audit {
    static final String CATEGORY = "dev.goldfish.audit";

    private static final Logger LOG = Logger.getLogger(CATEGORY);
    private static final int MAX_LENGTH = 200;
    private static final int HASH_BYTES = 4;
    /** Their details are a tool's own words. */
    private static final Set<ErrorCode> OF_TOOLS = Set.of(ErrorCode.TOOL_FAILED);

    private final RefusalQuota quota;
    private final Clock clock;

    /** @param refusalsPerMinute how many refusals of one stranger, or of one client over its limits, are logged */
    public Audit(int refusalsPerMinute, Clock clock) {
        this.quota = new RefusalQuota(refusalsPerMinute, Audit::leftOut);
        this.clock = clock;
    }

    void record(Visit visit, Outcome outcome) {
        ErrorCode code = outcome.error() == null ? null : ErrorCode.of(outcome.error());
        if (LOG.isLoggable(Level.INFO) && isWanted(visit, code)) {
            log(fields(visit, outcome, code));
        }
    }

    /** Who is refused can be so as often as he likes: what strangers and clients over their limits do is only sampled. */
    private boolean isWanted(Visit visit, @Nullable ErrorCode code) {
        Envelope envelope = visit.envelope();
        if (code == null) {
            return true;
        } else if (visit.credential() == null || envelope == null) {
            return quota.allows(visit.remote());
        }
        return code != ErrorCode.TOO_MANY_REQUESTS || quota.allows(envelope.clientId());
    }

    private Map<String, String> fields(Visit visit, Outcome outcome, @Nullable ErrorCode code) {
        Map<String, String> fields = new LinkedHashMap<>();
        Envelope envelope = visit.envelope();
        Credential credential = visit.credential();
        if (envelope != null) {
            fields.put("client", envelope.clientId());
            fields.put("tool", envelope.tool());
        }
        fields.put("authenticated", String.valueOf(credential != null));
        fields.put("key", credential == null ? null : credential.kid());
        fields.put("request_id", visit.requestId());
        fields.put("status", outcome.status().wire());
        if (code != null) {
            fields.put("error", code.text());
            fields.put("reason", reason(code, outcome));
        }
        fields.put("http", String.valueOf(outcome.httpStatus()));
        fields.put("ms", String.valueOf(visit.millis()));
        fields.put("bytes", String.valueOf(visit.bytes()));
        fields.put("remote", visit.remote());
        fields.put("trace_id", visit.traceId());
        if (envelope != null && credential != null) {
            fields.put("age_ms", String.valueOf(clock.millis() - envelope.tsMs()));
        }
        if (envelope != null && code == ErrorCode.REPLAYED_NONCE) {
            fields.put("nonce_hash", hash(envelope.nonce()));
        }
        if (code == ErrorCode.UNSUPPORTED_MEDIA_TYPE) {
            fields.put("media_type", visit.header(HttpHeaders.CONTENT_TYPE));
            fields.put("encoding", visit.header(HttpHeaders.CONTENT_ENCODING));
        }
        if (envelope != null && code == ErrorCode.BAD_SIGNATURE) {
            fields.put("signature_length", String.valueOf(envelope.signature().length()));
        }
        fields.values().removeIf(value -> value == null || value.isEmpty());
        return fields;
    }

    private static @Nullable String reason(ErrorCode code, Outcome outcome) {
        String error = outcome.error();
        if (error == null
                || OF_TOOLS.contains(code)
                || error.length() <= code.text().length()) {
            return null;
        }
        return error.substring(code.text().length() + ": ".length());
    }

    private static void leftOut(String whose, long count) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("refusals_left_out", String.valueOf(count));
        fields.put("of", whose);
        log(fields);
    }

    /** The fields travel as MDC, which structured formats print one by one, and as text for everyone else. */
    private static void log(Map<String, String> fields) {
        fields.replaceAll((name, value) -> printable(value));
        String text = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + quotedWhereNeeded(field.getValue()))
                .collect(Collectors.joining(" "));
        ExtLogRecord record =
                new ExtLogRecord(Level.INFO, text, ExtLogRecord.FormatStyle.NO_FORMAT, Audit.class.getName());
        record.setLoggerName(CATEGORY);
        fields.forEach(record::putMdc);
        LOG.logRaw(record);
    }

    private static String quotedWhereNeeded(String value) {
        return value.indexOf(' ') < 0 ? value : '"' + value.replace("\"", "\\\"") + '"';
    }

    /** Cut to a bound, with everything but printable ASCII escaped. */
    private static String printable(String value) {
        if (value.length() <= MAX_LENGTH && value.chars().allMatch(Audit::isPrintable)) {
            return value;
        }
        return value.chars()
                .limit(MAX_LENGTH)
                .mapToObj(c -> isPrintable(c) ? String.valueOf((char) c) : String.format("\\u%04x", c))
                .collect(Collectors.joining());
    }

    private static boolean isPrintable(int c) {
        return c >= 0x20 && c <= 0x7e;
    }

    private static String hash(String text) {
        return HexFormat.of().formatHex(Sha256.of(text.getBytes(StandardCharsets.US_ASCII)), 0, HASH_BYTES);
    }
}
