package dev.goldfish.client;

/** An answer arrived that is not provably the server's reply to this request. Nothing of it is passed on. */
public sealed class UntrustedReplyException extends GoldfishException permits UnverifiedRefusalException {
    private static final long serialVersionUID = 1L;

    private final int httpStatus;

    UntrustedReplyException(String message, String requestId, int httpStatus) {
        super(message, requestId, null);
        this.httpStatus = httpStatus;
    }

    /** The HTTP status, as little proven as the rest. */
    public int httpStatus() {
        return httpStatus;
    }

    /** Whoever changes what is on the way can answer a call that was carried out with any status. */
    @Override
    boolean mayHaveRun() {
        return true;
    }
}
