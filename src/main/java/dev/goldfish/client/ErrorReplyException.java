package dev.goldfish.client;

import dev.goldfish.protocol.ErrorCode;
import dev.goldfish.protocol.Reply;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A verified reply whose status is {@code error}. */
public abstract sealed class ErrorReplyException extends GoldfishException
        permits RefusedException, ToolFailedException {
    private static final long serialVersionUID = 1L;

    private final transient Reply reply;
    private final String error;
    private final int httpStatus;

    ErrorReplyException(Reply reply, String explanation, int httpStatus, String requestId) {
        super(Objects.requireNonNull(reply.error()) + explanation, requestId, null);
        this.reply = reply;
        this.error = reply.error();
        this.httpStatus = httpStatus;
    }

    /** The reply's error text: a stable code, then optionally {@code ": "} and a detail. */
    public String error() {
        return error;
    }

    /** The code that {@link #error()} starts with, or null where this version does not know it. */
    public @Nullable ErrorCode code() {
        return ErrorCode.of(error);
    }

    Reply reply() {
        return reply;
    }

    /** The HTTP status. Unlike everything else here it is not signed. */
    public int httpStatus() {
        return httpStatus;
    }
}
