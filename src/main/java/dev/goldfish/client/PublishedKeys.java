package dev.goldfish.client;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The public keys that a server publishes. They prove as much as the connection that they came over. */
public final class PublishedKeys {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int MAX_BYTES = 1 << 16;

    private PublishedKeys() {}

    /**
     * Reads them once, as the text of a JWK set; whether it is one is for the reader to find out.
     *
     * @param url the server's base URL
     * @throws UnreachableException where there is no answer within 10 seconds
     * @throws UntrustedReplyException where the answer is an error, a redirect, or longer than 64 KiB
     */
    public static String fetch(String url) {
        URI keys = URI.create(Endpoint.base(url) + "/.well-known/jwks.json");
        try (Transport transport = new Transport(keys, TIMEOUT, MAX_BYTES)) {
            Response response = transport.get(TIMEOUT);
            if (response.status() != 200) {
                throw new UntrustedReplyException(
                        "no Goldfish answers at " + keys + ": HTTP " + response.status(), "", response.status());
            }
            return new String(response.body(), StandardCharsets.UTF_8);
        }
    }
}
