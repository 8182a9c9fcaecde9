package dev.goldfish.protocol;

import org.jspecify.annotations.Nullable;

/**
 * The one answer to an envelope, whatever went wrong. On the wire it has exactly nine fields, nulls included.
 *
 * @param requestId repeats the request's, or is empty where none could be read
 * @param tsMs when it was signed, in milliseconds since the epoch of the server's clock
 * @param serverId the server that answers
 * @param status what came of the call
 * @param result JSON in canonical form, or null
 * @param error a code of {@link ErrorCode}, then optionally {@code ": "} and a detail; null unless the status is error
 * @param signature hex over the canonical form of all other fields; empty while it is not signed yet
 */
public record Reply(
        String requestId,
        long tsMs,
        String serverId,
        Status status,
        @Nullable String result,
        @Nullable String error,
        String signature) {
    public Reply {
        if ((status == Status.ERROR) != (error != null)) {
            throw new IllegalArgumentException("a reply has an error text exactly where its status is error");
        }
    }

    /** False exactly where the status is {@link Status#ERROR}. */
    public boolean ok() {
        return status != Status.ERROR;
    }

    public Reply signed(String hex) {
        return new Reply(requestId, tsMs, serverId, status, result, error, hex);
    }
}
