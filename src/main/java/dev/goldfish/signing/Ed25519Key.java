package dev.goldfish.signing;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/** An Ed25519 private key (RFC 8032) and its public key. Its text shows nowhere, not in {@code toString}. */
public final class Ed25519Key implements Signer {
    private static final int SEED_BYTES = 32;
    /** What stands before the 32 bytes in a PrivateKeyInfo (RFC 8410, section 7). */
    private static final byte[] PKCS8_HEAD = {
        0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20
    };

    private final Ed25519PrivateKeyParameters key;
    private final Ed25519PublicKey publicKey;

    private Ed25519Key(byte[] seed) {
        this.key = new Ed25519PrivateKeyParameters(seed);
        this.publicKey = Ed25519PublicKey.of(key.generatePublicKey().getEncoded());
    }

    public static Ed25519Key generate() {
        byte[] seed = new byte[SEED_BYTES];
        new SecureRandom().nextBytes(seed);
        return new Ed25519Key(seed);
    }

    /**
     * Reads a private key: PKCS#8 in PEM (RFC 5958, RFC 8410), as {@code openssl genpkey -algorithm ed25519} writes it.
     *
     * @throws IllegalArgumentException where the text is no such key; with a message that holds nothing of it
     */
    public static Ed25519Key parse(String pem) {
        byte[][] blocks = Pem.blocks("PRIVATE KEY", pem);
        if (blocks.length != 1) {
            throw new IllegalArgumentException("it must hold one PEM block \"PRIVATE KEY\" (PKCS#8, not encrypted)");
        }
        try {
            EdECPrivateKey key = (EdECPrivateKey)
                    KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(blocks[0]));
            return ofSeed(key.getBytes().orElseThrow());
        } catch (GeneralSecurityException | ClassCastException e) {
            throw notEd25519();
        }
    }

    /** The key of 32 secret bytes, as RFC 8032 calls a private key. */
    static Ed25519Key ofSeed(byte[] seed) {
        return new Ed25519Key(seed);
    }

    public Ed25519PublicKey publicKey() {
        return publicKey;
    }

    /** PKCS#8 in PEM: a secret. */
    public String pem() {
        return Pem.write("PRIVATE KEY", Ed25519PublicKey.joined(PKCS8_HEAD, key.getEncoded()));
    }

    @Override
    public String sign(byte[]... message) {
        Ed25519Signer signer = new Ed25519Signer();
        signer.init(true, key);
        for (byte[] part : message) {
            signer.update(part, 0, part.length);
        }
        return Hex.of(signer.generateSignature());
    }

    @Override
    public String toString() {
        return "Ed25519Key[" + publicKey.fingerprint() + "]";
    }

    private static IllegalArgumentException notEd25519() {
        return new IllegalArgumentException("it is no Ed25519 private key");
    }
}
