package dev.goldfish.client;

/**
 * What looks like a refusal of a caller who did not authenticate. A server signs those under its own secret, so a
 * client that holds only its own cannot verify them.
 */
public final class UnverifiedRefusalException extends UntrustedReplyException {
    private static final long serialVersionUID = 1L;

    UnverifiedRefusalException(String requestId, int httpStatus) {
        super(
                "refused with HTTP " + httpStatus
                        + ", but the reply could not be verified: probably the server does not"
                        + " know this client id, secret or key, or it signs its replies under its own secret",
                requestId,
                httpStatus);
    }
}
