package dev.goldfish.signing;

/** Verifies signatures of one kind. Which kind is a property of the key; no message chooses it. */
public sealed interface Verifier permits SigningKey, Ed25519PublicKey {
    /** Whether a signature is this key's; takes the same time wherever a wrong one differs. */
    boolean verifies(byte[] message, String signature);

    /** How many hex characters a signature of this kind has. */
    int signatureLength();

    /** The first 16 hex characters of the SHA-256 of the secret or public key: names it, and is safe to log. */
    String fingerprint();
}
