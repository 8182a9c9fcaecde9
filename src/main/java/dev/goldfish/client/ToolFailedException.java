package dev.goldfish.client;

import dev.goldfish.protocol.ErrorCode;
import dev.goldfish.protocol.Reply;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tool ran and failed, or the polled job ended other than well: failed, cancelled, timed out, worker lost. */
public final class ToolFailedException extends ErrorReplyException {
    private static final long serialVersionUID = 1L;
    private static final Set<ErrorCode> CODES =
            EnumSet.of(ErrorCode.TOOL_FAILED, ErrorCode.JOB_CANCELLED, ErrorCode.JOB_TIMED_OUT, ErrorCode.WORKER_LOST);

    ToolFailedException(Reply reply, int httpStatus, String requestId) {
        super(reply, "", httpStatus, requestId);
    }

    static boolean covers(@Nullable ErrorCode code) {
        return code != null && CODES.contains(code);
    }
}
