package dev.goldfish.signing;

import dev.goldfish.protocol.Envelope;
import dev.goldfish.protocol.Reply;
import dev.goldfish.protocol.Status;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Replies to and from their bytes on the wire. They are written in canonical form, so that a reader who cuts
 * {@code "signature":"<hex>",} out of the text has what was signed.
 */
public final class ReplyCodec {
    private static final String QUOTED_VERSION = JsonText.quote(Envelope.VERSION);

    private ReplyCodec() {}

    /** The bytes of a reply, signed with a key. */
    public static byte[] write(Reply reply, Signer key) {
        byte[] before = ascii(beforeSignature(reply));
        byte[] after = ascii(afterSignature(reply));
        byte[] signature = ascii("\"signature\":\"" + key.sign(before, after) + "\",");
        byte[] body = Arrays.copyOf(before, before.length + signature.length + after.length);
        System.arraycopy(signature, 0, body, before.length, signature.length);
        System.arraycopy(after, 0, body, before.length + signature.length, after.length);
        return body;
    }

    /**
     * Reads one reply, strictly; its signature is not verified yet.
     *
     * @throws MalformedJsonException where the bytes are no reply
     */
    public static Reply read(byte[] body) {
        CanonicalJson json = CanonicalJson.parse(body);
        Members members = new Members(json, MalformedJsonException::new);
        if (!members.string("v").equals(Envelope.VERSION)) {
            throw new MalformedJsonException("v: must be " + Envelope.VERSION);
        }
        boolean ok = members.bool("ok");
        Status status = status(members.string("status"));
        String error = members.stringOrNull("error");
        if (ok == (status == Status.ERROR) || ok == (error != null)) {
            throw new MalformedJsonException("ok, status and error do not agree");
        }
        Reply reply = new Reply(
                members.string("request_id"),
                members.integer("ts_ms"),
                members.string("server_id"),
                status,
                members.rawOrNull("result"),
                error,
                members.string("signature"));
        members.requireNoMore();
        return reply;
    }

    /** The bytes that the signature of a reply is made over. */
    public static byte[] signedForm(Reply reply) {
        return ascii(beforeSignature(reply) + afterSignature(reply));
    }

    private static Status status(String wire) {
        for (Status status : Status.values()) {
            if (status.wire().equals(wire)) {
                return status;
            }
        }
        throw new MalformedJsonException("status: unknown");
    }

    private static String beforeSignature(Reply reply) {
        return "{\"error\":" + quoteOrNull(reply.error())
                + ",\"ok\":" + reply.ok()
                + ",\"request_id\":" + JsonText.quote(reply.requestId())
                + ",\"result\":" + reply.result()
                + ",\"server_id\":" + JsonText.quote(reply.serverId())
                + ",";
    }

    private static String afterSignature(Reply reply) {
        return "\"status\":\"" + reply.status().wire()
                + "\",\"ts_ms\":" + reply.tsMs()
                + ",\"v\":" + QUOTED_VERSION + "}";
    }

    private static String quoteOrNull(@Nullable String text) {
        return text == null ? "null" : JsonText.quote(text);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
