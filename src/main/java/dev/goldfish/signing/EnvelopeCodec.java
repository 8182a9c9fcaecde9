package dev.goldfish.signing;

import dev.goldfish.protocol.BadEnvelopeException;
import dev.goldfish.protocol.Envelope;
import java.nio.charset.StandardCharsets;

/** Envelopes to and from their bytes on the wire. */
public final class EnvelopeCodec {
    private static final String QUOTED_VERSION = JsonText.quote(Envelope.VERSION);

    private EnvelopeCodec() {}

    /**
     * Reads one envelope, strictly: exactly its fields, no coercion.
     *
     * @throws BadEnvelopeException where the bytes are no envelope; with the request_id where that much could be read
     */
    public static SignedEnvelope read(byte[] body) {
        CanonicalJson json;
        try {
            json = CanonicalJson.parse(body);
        } catch (MalformedJsonException e) {
            throw new BadEnvelopeException(String.valueOf(e.getMessage()));
        }
        if (!json.isObject()) {
            throw new BadEnvelopeException("must be a JSON object");
        }
        try {
            Envelope envelope = envelope(new Members(json, BadEnvelopeException::new));
            return new SignedEnvelope(envelope, signedForm(envelope, json));
        } catch (BadEnvelopeException e) {
            throw new BadEnvelopeException(String.valueOf(e.getMessage()), readableRequestId(json));
        }
    }

    /** Cut out of what was read, unless that left something out. */
    private static byte[] signedForm(Envelope envelope, CanonicalJson json) {
        boolean whole = json.find("v") >= 0 && json.find("args") >= 0;
        return whole ? json.without(json.find("signature")) : signedForm(envelope);
    }

    private static Envelope envelope(Members members) {
        if (!members.rawOr("v", QUOTED_VERSION).equals(QUOTED_VERSION)) {
            throw new BadEnvelopeException("v: must be " + Envelope.VERSION);
        }
        Envelope envelope = new Envelope(
                members.string("request_id"),
                members.integer("ts_ms"),
                members.string("client_id"),
                members.string("server_id"),
                members.string("tool"),
                members.rawOr("args", "{}"),
                members.string("nonce"),
                members.string("signature"));
        members.requireNoMore();
        return envelope;
    }

    private static String readableRequestId(CanonicalJson json) {
        int member = json.find("request_id");
        String requestId = member < 0 ? null : json.string(member);
        if (requestId == null) {
            return "";
        }
        try {
            Envelope.requireRequestId(requestId);
            return requestId;
        } catch (BadEnvelopeException e) {
            return "";
        }
    }

    /** The bytes that the signature of an envelope is made over. */
    public static byte[] signedForm(Envelope envelope) {
        return (beforeSignature(envelope) + afterSignature(envelope)).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The envelope with its signature. */
    public static Envelope sign(Envelope envelope, Signer key) {
        return envelope.signed(key.sign(signedForm(envelope)));
    }

    /** The bytes of a signed envelope: its canonical form, the signature included. */
    public static byte[] write(Envelope envelope) {
        return (beforeSignature(envelope) + "\"signature\":" + JsonText.quote(envelope.signature()) + ","
                        + afterSignature(envelope))
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String beforeSignature(Envelope envelope) {
        return "{\"args\":" + envelope.args()
                + ",\"client_id\":" + JsonText.quote(envelope.clientId())
                + ",\"nonce\":" + JsonText.quote(envelope.nonce())
                + ",\"request_id\":" + JsonText.quote(envelope.requestId())
                + ",\"server_id\":" + JsonText.quote(envelope.serverId())
                + ",";
    }

    private static String afterSignature(Envelope envelope) {
        return "\"tool\":" + JsonText.quote(envelope.tool())
                + ",\"ts_ms\":" + envelope.tsMs()
                + ",\"v\":" + QUOTED_VERSION + "}";
    }
}
