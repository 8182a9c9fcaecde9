package dev.goldfish.signing;

/** Makes signatures of one kind, as a field of the wire holds them. */
public sealed interface Signer permits SigningKey, Ed25519Key {
    /** The signature of a message, given in parts, as lower-case hex. */
    String sign(byte[]... message);
}
