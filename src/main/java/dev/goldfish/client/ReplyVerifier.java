package dev.goldfish.client;

import dev.goldfish.protocol.ErrorCode;
import dev.goldfish.protocol.Reply;
import dev.goldfish.protocol.Status;
import dev.goldfish.signing.MalformedJsonException;
import dev.goldfish.signing.ReplyCodec;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;

/** Decides whether a reply is the server's, to this request, and of now. */
final class ReplyVerifier {
    private static final Set<Integer> BEFORE_AUTHENTICATION = Set.of(400, 401, 408, 413, 415, 429);

    private final URI endpoint;
    private final Credentials credentials;
    private final Clock clock;
    private final Duration window;

    ReplyVerifier(URI endpoint, Credentials credentials, Clock clock, Duration window) {
        this.endpoint = endpoint;
        this.credentials = credentials;
        this.clock = clock;
        this.window = window;
    }

    Reply verify(Response response, String requestId) {
        Reply reply = read(response, requestId);
        if (!reply.serverId().equals(credentials.serverId())) {
            throw untrusted("it names another server than " + credentials.serverId(), response, requestId);
        }
        if (!credentials.verify(ReplyCodec.signedForm(reply), reply.signature())) {
            throw badSignature(reply, response, requestId);
        }
        if (!reply.requestId().equals(requestId) && !isRefusalOfUnreadable(reply)) {
            throw untrusted("it answers another request", response, requestId);
        }
        Duration serverAhead = Duration.ofMillis(reply.tsMs() - clock.millis());
        if (serverAhead.abs().compareTo(window) > 0 && !isOfItsOwnTime(reply, requestId)) {
            throw untrusted(
                    "by its time " + ClockDifference.text(serverAhead) + ", or it is old; check both clocks",
                    response,
                    requestId);
        }
        if (credentials.proof() == Credentials.Proof.SERVER_SECRET && isRefusalOfAnyone(reply)) {
            throw refusalOfAnyone(reply, response, requestId);
        }
        return reply;
    }

    /** That the clocks differ is what it says, and no reply that was recorded names a request id that is new. */
    private static boolean isOfItsOwnTime(Reply reply, String requestId) {
        return reply.requestId().equals(requestId)
                && reply.error() != null
                && ErrorCode.of(reply.error()) == ErrorCode.STALE_TIMESTAMP;
    }

    /** Whoever reaches the server gets such a refusal signed, and may pass it off as the answer to somebody else. */
    private static boolean isRefusalOfAnyone(Reply reply) {
        return reply.error() != null && (reply.requestId().isEmpty() || ErrorCode.isForAnyone(reply.error()));
    }

    private static GoldfishException refusalOfAnyone(Reply reply, Response response, String requestId) {
        return response.isFromGateway()
                ? new UnreachableException(
                        "HTTP " + response.status() + " (" + reply.error() + "), which the server signs for anyone",
                        requestId,
                        null)
                : new UnverifiedRefusalException(requestId, response.status(), String.valueOf(reply.error()));
    }

    private Reply read(Response response, String requestId) {
        if (response.status() >= 300 && response.status() < 400) {
            throw notGoldfish("it is a redirect, and redirects are not followed", response, requestId);
        }
        try {
            return ReplyCodec.read(response.body());
        } catch (MalformedJsonException e) {
            if (response.isFromGateway()) {
                throw new UnreachableException(
                        "a gateway answered HTTP " + response.status() + " in the server's place", requestId, e);
            }
            throw notGoldfish("it is no reply of this protocol: " + e.getMessage(), response, requestId);
        }
    }

    private GoldfishException badSignature(Reply reply, Response response, String requestId) {
        if (credentials.proof() == Credentials.Proof.SERVER_SECRET) {
            return untrusted(
                    "it is not signed under the server's secret; either that secret is wrong, or the server signs"
                            + " under the client's: then leave the server's secret out",
                    response,
                    requestId);
        }
        if (reply.status() == Status.ERROR && response.isFromGateway()) {
            // A server that has no time to authenticate anyone; an unsigned page of a gateway says as much.
            return new UnreachableException(
                    "HTTP " + response.status() + ", and the reply could not be verified", requestId, null);
        }
        if (reply.status() == Status.ERROR && BEFORE_AUTHENTICATION.contains(response.status())) {
            return new UnverifiedRefusalException(requestId, response.status());
        }
        if (credentials.proof() == Credentials.Proof.SERVER_KEY) {
            return untrusted("it is not signed with the server's key; the one given may be old", response, requestId);
        }
        return untrusted(
                "it is not signed under this client's secret; if the server signs under its own, give the server's"
                        + " secret too",
                response,
                requestId);
    }

    /** Where a server cannot read the envelope, it cannot repeat its request_id either. */
    private static boolean isRefusalOfUnreadable(Reply reply) {
        if (reply.error() == null || !reply.requestId().isEmpty()) {
            return false;
        }
        ErrorCode code = ErrorCode.of(reply.error());
        return code == ErrorCode.BAD_ENVELOPE
                || code == ErrorCode.TOO_LARGE
                || code == ErrorCode.TIMEOUT
                || code == ErrorCode.SERVER_BUSY
                || code == ErrorCode.UNSUPPORTED_MEDIA_TYPE;
    }

    private UntrustedReplyException notGoldfish(String why, Response response, String requestId) {
        String hint = endpoint.getPath().endsWith("/call/call") ? "; leave /call out of the URL" : "";
        return untrusted(why + "; no Goldfish answers at " + endpoint + hint, response, requestId);
    }

    private static UntrustedReplyException untrusted(String why, Response response, String requestId) {
        return new UntrustedReplyException(
                "the answer (HTTP " + response.status() + ") is not to be trusted: " + why,
                requestId,
                response.status());
    }
}
