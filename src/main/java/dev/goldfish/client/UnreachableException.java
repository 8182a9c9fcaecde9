package dev.goldfish.client;

import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * No reply arrived: no connection, a broken one, none in time, or a gateway that answered in the server's place. The
 * work may have been done all the same, unless there was no connection; repeat it under the same {@link #requestId()}.
 */
public final class UnreachableException extends GoldfishException {
    private static final long serialVersionUID = 1L;

    UnreachableException(String message, String requestId, @Nullable Throwable cause) {
        super(message, requestId, cause);
    }

    /** Whether the calling thread was interrupted while it waited; its interrupt flag is set again. */
    public boolean interrupted() {
        return getCause() instanceof InterruptedException;
    }

    /** Whether a server was there, and the reply was not complete when the call's time was over. */
    public boolean timedOut() {
        return getCause() instanceof TimeoutException;
    }

    @Override
    boolean mayHaveRun() {
        Throwable cause = getCause();
        return !(cause instanceof ConnectException
                || cause instanceof HttpConnectTimeoutException
                || cause instanceof SSLHandshakeException
                || cause instanceof UnresolvedAddressException);
    }
}
