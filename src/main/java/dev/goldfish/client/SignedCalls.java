package dev.goldfish.client;

import dev.goldfish.protocol.BadEnvelopeException;
import dev.goldfish.protocol.Envelope;
import dev.goldfish.protocol.Reply;
import dev.goldfish.signing.EnvelopeCodec;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;

/**
 * The calls of one client of one server as bytes, for a transport of one's own: signs requests and verifies replies.
 * Safe for any number of threads.
 */
public final class SignedCalls {
    private static final int NONCE_BYTES = 16;

    private final SecureRandom random = new SecureRandom();
    private final URI endpoint;
    private final Credentials credentials;
    private final ReplyVerifier verifier;
    private final Clock clock;

    SignedCalls(URI endpoint, Credentials credentials, ReplyVerifier verifier, Clock clock) {
        this.endpoint = endpoint;
        this.credentials = credentials;
        this.verifier = verifier;
        this.clock = clock;
    }

    /** Where requests are posted to, as {@code application/json}. */
    public URI endpoint() {
        return endpoint;
    }

    /** The canonical form of arguments; throws {@link IllegalArgumentException} for what is no JSON object. */
    public static String canonical(String json) {
        return Call.canonical(json);
    }

    /**
     * A request, signed now and under a nonce of its own.
     *
     * @param args a JSON object in canonical form
     * @throws IllegalArgumentException where a field breaks a rule of the protocol
     */
    public byte[] request(String requestId, String tool, String args) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            Envelope envelope = new Envelope(
                    requestId,
                    clock.millis(),
                    credentials.clientId(),
                    credentials.serverId(),
                    tool,
                    args,
                    HexFormat.of().formatHex(nonce),
                    "");
            return EnvelopeCodec.write(EnvelopeCodec.sign(envelope, credentials.requests()));
        } catch (BadEnvelopeException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /**
     * The reply to a request, which may be an error.
     *
     * @throws GoldfishException where it is not provably the server's reply to this request
     */
    public Reply reply(int httpStatus, byte[] body, String requestId) {
        return reply(new Response(httpStatus, Duration.ZERO, body), requestId);
    }

    Reply reply(Response response, String requestId) {
        return verifier.verify(response, requestId);
    }

    /** By the time that the reply was signed at. */
    Duration serverAhead(Reply reply) {
        return Duration.ofMillis(reply.tsMs() - clock.millis());
    }
}
