package dev.goldfish.server;

import dev.goldfish.access.Credential;
import dev.goldfish.audit.AuditEvent;
import dev.goldfish.audit.AuditTrail;
import dev.goldfish.protocol.Envelope;
import dev.goldfish.protocol.ErrorCode;
import dev.goldfish.protocol.Outcome;
import dev.goldfish.signing.Sha256;
import jakarta.ws.rs.core.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One event per call: who called what, and what came of it. Never a secret, an argument, a signature or what a tool says;
 * nothing of a stranger's unescaped.
 */
public final class Audit {
    private static final int HASH_BYTES = 4;
    /** Their details are a tool's own words. */
    private static final Set<ErrorCode> OF_TOOLS = Set.of(ErrorCode.TOOL_FAILED);

    private final AuditTrail trail;
    private final RefusalQuota quota;
    private final Clock clock;

    /** @param refusalsPerMinute how many refusals of one stranger, or of one client over its limits, are noted */
    public Audit(AuditTrail trail, int refusalsPerMinute, Clock clock) {
        this.trail = trail;
        this.quota = new RefusalQuota(
                refusalsPerMinute,
                (whose, count) -> trail.add(
                        new AuditEvent().with("refusals_left_out", count).with("of", whose)));
        this.clock = clock;
    }

    void answered(Visit visit, Outcome outcome) {
        ErrorCode code = outcome.error() == null ? null : ErrorCode.of(outcome.error());
        if (trail.isOpen() && isWanted(visit, code)) {
            trail.add(event(visit, outcome, code));
        }
    }

    /** The caller went away: what became of the call is told to nobody. */
    void unanswered(Visit visit) {
        if (trail.isOpen() && isWanted(visit, null)) {
            trail.add(end(caller(visit).with("unanswered", "true"), visit));
        }
    }

    /** Who is refused can be so as often as he likes: what strangers and clients over their limits do is only sampled. */
    private boolean isWanted(Visit visit, @Nullable ErrorCode code) {
        Envelope envelope = visit.envelope();
        if (visit.credential() == null || envelope == null) {
            return quota.allows(visit.remote());
        }
        return code != ErrorCode.TOO_MANY_REQUESTS || quota.allows(envelope.clientId());
    }

    private AuditEvent event(Visit visit, Outcome outcome, @Nullable ErrorCode code) {
        Envelope envelope = visit.envelope();
        AuditEvent event = caller(visit).with("status", outcome.status().wire());
        if (code != null) {
            event.with("error", code.text()).with("reason", reason(code, outcome));
        }
        end(event.with("http", outcome.httpStatus()), visit);
        if (envelope != null && code == ErrorCode.REPLAYED_NONCE) {
            event.with("nonce_hash", hash(envelope.nonce()));
        }
        if (code == ErrorCode.UNSUPPORTED_MEDIA_TYPE) {
            event.with("media_type", visit.header(HttpHeaders.CONTENT_TYPE))
                    .with("encoding", visit.header(HttpHeaders.CONTENT_ENCODING));
        }
        if (envelope != null && code == ErrorCode.BAD_SIGNATURE) {
            event.with("signature_length", envelope.signature().length());
        }
        return event;
    }

    private static AuditEvent caller(Visit visit) {
        AuditEvent event = new AuditEvent();
        Envelope envelope = visit.envelope();
        Credential credential = visit.credential();
        if (envelope != null) {
            event.with("client", envelope.clientId()).with("tool", envelope.tool());
        }
        return event.with("authenticated", String.valueOf(credential != null))
                .with("key", credential == null ? null : credential.kid())
                .with("request_id", visit.requestId());
    }

    private AuditEvent end(AuditEvent event, Visit visit) {
        event.with("ms", visit.millis())
                .with("bytes", visit.bytes())
                .with("remote", visit.remote())
                .with("trace_id", visit.traceId());
        Envelope envelope = visit.envelope();
        return envelope == null || visit.credential() == null
                ? event
                : event.with("age_ms", clock.millis() - envelope.tsMs());
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

    private static String hash(String text) {
        return HexFormat.of().formatHex(Sha256.of(text.getBytes(StandardCharsets.US_ASCII)), 0, HASH_BYTES);
    }
}
