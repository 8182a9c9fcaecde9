package dev.goldfish.signing;

import dev.goldfish.protocol.Envelope;

/**
 * An envelope as it came, its signature not verified yet.
 *
 * @param signedForm the bytes that the signature must be made over
 */
public record SignedEnvelope(Envelope envelope, byte[] signedForm) {
    /** One that did not come over the wire. */
    public static SignedEnvelope of(Envelope envelope) {
        return new SignedEnvelope(envelope, EnvelopeCodec.signedForm(envelope));
    }
}
