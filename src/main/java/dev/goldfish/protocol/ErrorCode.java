package dev.goldfish.protocol;

import org.jspecify.annotations.Nullable;

/**
 * The stable error codes of the wire: {@link #text()} is what a reply's {@code error} field starts with.
 *
 * <p>{@link #httpStatus()} is the status of a <em>refusal</em>. Where a poll reports how a job ended, the poll itself
 * worked, and the status is 200.
 */
public enum ErrorCode {
    BAD_ENVELOPE("bad envelope", 400),
    TOO_LARGE("too large", 413),
    TIMEOUT("timeout", 408),
    UNSUPPORTED_MEDIA_TYPE("unsupported media type", 415),
    BAD_SIGNATURE("bad signature", 401),
    WRONG_SERVER("wrong server", 403),
    STALE_TIMESTAMP("stale timestamp", 401),
    REPLAYED_NONCE("replayed nonce", 409),
    UNKNOWN_TOOL("unknown tool", 404),
    INVALID_ARGUMENTS("invalid arguments", 422),
    UNKNOWN_JOB("unknown job", 404),
    JOB_EXPIRED("job expired", 410),
    REQUEST_IN_PROGRESS("request in progress", 409, 1),
    REQUEST_ID_REUSED("request id reused", 409),
    TOO_MANY_REQUESTS("too many requests", 429, 1),
    SERVER_BUSY("server busy", 503, 1),
    UNAVAILABLE("unavailable", 503, 1),
    TOOL_FAILED("tool failed", 500),
    JOB_CANCELLED("job cancelled", 500),
    JOB_TIMED_OUT("job timed out", 500),
    WORKER_LOST("worker lost", 500),
    INTERNAL_ERROR("internal error", 500);

    /** The detail of {@link #TOO_MANY_REQUESTS} that callers get who did not authenticate. */
    public static final String BAD_SIGNATURES = "too many bad signatures from this address";

    /** The detail of {@link #SERVER_BUSY} that they get. */
    public static final String UNVERIFIED = "too many signatures wait to be verified";

    /** The longest detail, in characters. */
    public static final int MAX_DETAIL = 2_000;

    private final String text;
    private final int httpStatus;
    private final int retryAfterSeconds;

    ErrorCode(String text, int httpStatus) {
        this(text, httpStatus, 0);
    }

    ErrorCode(String text, int httpStatus, int retryAfterSeconds) {
        this.text = text;
        this.httpStatus = httpStatus;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    public String text() {
        return text;
    }

    public int httpStatus() {
        return httpStatus;
    }

    /** The value of the {@code Retry-After} header in seconds; 0 where sending again soon does not help. */
    public int retryAfterSeconds() {
        return retryAfterSeconds;
    }

    /** The wire's {@code error} value: the code, then optionally {@code ": "} and a detail, cut where it is too long. */
    public String withDetail(@Nullable String detail) {
        return detail == null || detail.isEmpty() ? text : text + ": " + Texts.bounded(detail, MAX_DETAIL);
    }

    /**
     * Whether callers who did not authenticate can get this {@code error} value, under a {@code request_id} of their
     * choice: whoever gets it as an answer cannot know whose answer it was.
     */
    public static boolean isForAnyone(String error) {
        ErrorCode code = of(error);
        return code == BAD_ENVELOPE
                || code == TOO_LARGE
                || code == TIMEOUT
                || code == UNSUPPORTED_MEDIA_TYPE
                || code == BAD_SIGNATURE
                || error.equals(SERVER_BUSY.withDetail(UNVERIFIED))
                || error.equals(TOO_MANY_REQUESTS.withDetail(BAD_SIGNATURES));
    }

    /** The code that an {@code error} value starts with, or null where it is none of this version's. */
    public static @Nullable ErrorCode of(String error) {
        int colon = error.indexOf(':');
        String head = colon < 0 ? error : error.substring(0, colon);
        for (ErrorCode code : values()) {
            if (code.text.equals(head)) {
                return code;
            }
        }
        return null;
    }
}
