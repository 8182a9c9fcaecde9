package dev.goldfish.client;

import java.time.Duration;

/** An HTTP response, not yet trusted. */
record Response(int status, Duration retryAfter, byte[] body) {
    /** Whether a proxy in front of the server may have made it up. */
    boolean isFromGateway() {
        return status >= 502 && status <= 504;
    }
}
