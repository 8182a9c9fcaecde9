package dev.goldfish.access;

import dev.goldfish.signing.Signer;
import dev.goldfish.signing.Verifier;

/**
 * One secret or public key of a client.
 *
 * @param key verifies what the client sends; which algorithm that takes is settled here, not by a message
 * @param replyKey signs what is sent back to it
 * @param validity when it counts
 */
public record Credential(Verifier key, Signer replyKey, Validity validity) {
    /** A credential without a limit in time. */
    public Credential(Verifier key, Signer replyKey) {
        this(key, replyKey, Validity.ALWAYS);
    }

    /** Its key id: short, stable, and safe to log. */
    public String kid() {
        return key.fingerprint();
    }
}
