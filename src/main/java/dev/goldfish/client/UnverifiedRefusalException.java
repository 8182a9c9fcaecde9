package dev.goldfish.client;

/**
 * What looks like a refusal of a caller who did not authenticate. A server signs those under its own secret, so a
 * client that holds only its own cannot verify them. With the server's secret it can, but anyone can get one signed, under
 * any {@code request_id}. So it proves nothing about this call, which may have been carried out.
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

    /** @param error what the server says, under its secret */
    UnverifiedRefusalException(String requestId, int httpStatus, String error) {
        super(
                "refused with HTTP " + httpStatus + " (" + error + "), which the server signs for anyone, so that this"
                        + " does not prove that the call was not carried out; does the server know this client id,"
                        + " secret or key?",
                requestId,
                httpStatus);
    }
}
