package dev.goldfish.protocol;

/**
 * One signed request. Its constructor holds the rules of the wire and throws {@link BadEnvelopeException}.
 *
 * @param requestId 1-128 characters 0x21-0x7e; names the work: a retry keeps it
 * @param tsMs when it was signed, in milliseconds since the epoch
 * @param clientId 1-128 of {@code A-Z a-z 0-9 . _ : @ / -}
 * @param serverId the server it is meant for; same characters
 * @param tool the tool to call; same characters
 * @param args the tool's arguments: a JSON object in canonical form
 * @param nonce 8-128 characters 0x21-0x7e; names the message: a retry takes a new one
 * @param signature hex over the canonical form of all other fields; empty while it is not signed yet
 */
public record Envelope(
        String requestId,
        long tsMs,
        String clientId,
        String serverId,
        String tool,
        String args,
        String nonce,
        String signature) {
    /** The only version of the protocol, and the default of {@code v}. */
    public static final String VERSION = "mcp/0.1";

    public static final int MIN_NONCE_LENGTH = 8;

    public Envelope {
        requireRequestId(requestId);
        if (tsMs < 0) {
            throw new BadEnvelopeException("ts_ms: must not be negative");
        }
        Fields.requireName("client_id", clientId);
        Fields.requireName("server_id", serverId);
        Fields.requireName("tool", tool);
        if (!args.startsWith("{")) {
            throw new BadEnvelopeException("args: must be an object");
        }
        Fields.requirePrintable("nonce", nonce, MIN_NONCE_LENGTH);
    }

    public Envelope signed(String hex) {
        return new Envelope(requestId, tsMs, clientId, serverId, tool, args, nonce, hex);
    }

    /** Whether a text may name a client, a server or a tool. */
    public static boolean isName(String text) {
        return Fields.isName(text);
    }

    /** Throws {@link BadEnvelopeException} for what is no request_id. */
    public static void requireRequestId(String requestId) {
        Fields.requirePrintable("request_id", requestId, 1);
    }
}
