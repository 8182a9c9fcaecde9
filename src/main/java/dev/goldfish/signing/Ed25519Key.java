package dev.goldfish.signing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;

/** An Ed25519 private key (RFC 8032) and its public key. Its text shows nowhere, not in {@code toString}. */
public final class Ed25519Key implements Signer {
    private static final byte[] PROBE = "probe".getBytes(StandardCharsets.US_ASCII);

    private final PrivateKey key;
    private final Ed25519PublicKey publicKey;

    private Ed25519Key(KeyPair pair) {
        this.key = pair.getPrivate();
        this.publicKey = Ed25519PublicKey.of(pair.getPublic());
    }

    public static Ed25519Key generate() {
        return new Ed25519Key(pair(new SecureRandom()));
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
            EdECPrivateKey key =
                    (EdECPrivateKey) Ed25519PublicKey.keyFactory().generatePrivate(new PKCS8EncodedKeySpec(blocks[0]));
            return ofSeed(key.getBytes().orElseThrow());
        } catch (GeneralSecurityException | ClassCastException e) {
            throw notEd25519();
        }
    }

    /** The key of 32 secret bytes, as RFC 8032 calls a private key. */
    static Ed25519Key ofSeed(byte[] seed) {
        // No API of Java computes the public key of a private one; a generator does, from bytes that it takes for
        // random.
        Ed25519Key key = new Ed25519Key(pair(new FixedRandom(seed)));
        if (!key.publicKey.verifies(PROBE, key.sign(PROBE)) || !Arrays.equals(seed, key.seed())) {
            throw new IllegalStateException("this Java runtime makes Ed25519 keys in an unknown way");
        }
        return key;
    }

    public Ed25519PublicKey publicKey() {
        return publicKey;
    }

    /** PKCS#8 in PEM: a secret. */
    public String pem() {
        return Pem.write("PRIVATE KEY", key.getEncoded());
    }

    @Override
    public String sign(byte[]... message) {
        try {
            Signature signature = Ed25519PublicKey.signature();
            signature.initSign(key);
            for (byte[] part : message) {
                signature.update(part);
            }
            return Hex.of(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime cannot sign with Ed25519", e);
        }
    }

    @Override
    public String toString() {
        return "Ed25519Key[" + publicKey.fingerprint() + "]";
    }

    private byte[] seed() {
        return ((EdECPrivateKey) key).getBytes().orElseThrow();
    }

    private static KeyPair pair(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(Ed25519PublicKey.ALGORITHM);
            generator.initialize(NamedParameterSpec.ED25519, random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no Ed25519", e);
        }
    }

    private static IllegalArgumentException notEd25519() {
        return new IllegalArgumentException("it is no Ed25519 private key");
    }

    /** Gives bytes that are known. */
    private static final class FixedRandom extends SecureRandom {
        private static final long serialVersionUID = 1L;

        private final byte[] bytes;

        FixedRandom(byte[] bytes) {
            super(null, null);
            this.bytes = bytes.clone();
        }

        @Override
        public void nextBytes(byte[] target) {
            System.arraycopy(bytes, 0, target, 0, target.length);
        }
    }
}
