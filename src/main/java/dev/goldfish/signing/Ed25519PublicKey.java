package dev.goldfish.signing;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/** An Ed25519 public key (RFC 8032): verifies, and may be known to everyone. */
public final class Ed25519PublicKey implements Verifier {
    /** Length of a signature in hex characters. */
    public static final int SIGNATURE_LENGTH = 128;

    private static final int BYTES = 32;
    private static final byte[] NO_SIGNATURE = new byte[SIGNATURE_LENGTH / 2];
    /** What stands before the 32 bytes in a SubjectPublicKeyInfo (RFC 8410, section 4). */
    private static final byte[] SPKI_HEAD = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};

    private static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
    /** The y coordinates of the points of small order, under which anyone can make signatures. */
    private static final Set<BigInteger> WEAK = Set.of(
            BigInteger.ZERO,
            BigInteger.ONE,
            P.subtract(BigInteger.ONE),
            new BigInteger("2707385501144840649318225287225658788936804267575313519463743609750303402022"),
            new BigInteger("55188659117513257062467267217118295137698188065244968500265048394206261417927"));

    private final byte[] bytes;
    private final Ed25519PublicKeyParameters key;
    private final String fingerprint;

    private Ed25519PublicKey(byte[] bytes, Ed25519PublicKeyParameters key) {
        this.bytes = bytes;
        this.key = key;
        this.fingerprint = Hex.fingerprint(bytes);
    }

    /**
     * The key of 32 bytes.
     *
     * @throws IllegalArgumentException where they are no point of the curve, or one that makes a weak key
     */
    public static Ed25519PublicKey of(byte[] bytes) {
        requireStrong(bytes);
        try {
            return new Ed25519PublicKey(bytes.clone(), new Ed25519PublicKeyParameters(bytes));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("it is no Ed25519 public key");
        }
    }

    private static void requireStrong(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("an Ed25519 public key has " + BYTES + " bytes");
        }
        byte[] bigEndian = new byte[BYTES];
        for (int i = 0; i < BYTES; i++) {
            bigEndian[i] = bytes[BYTES - 1 - i];
        }
        bigEndian[0] &= 0x7f;
        BigInteger y = new BigInteger(1, bigEndian);
        if (y.compareTo(P) >= 0 || WEAK.contains(y)) {
            throw new IllegalArgumentException("it is a weak Ed25519 public key, under which anyone can sign");
        }
    }

    @Override
    public boolean verifies(byte[] message, String signature) {
        byte[] given = Hex.decode(signature, NO_SIGNATURE);
        Ed25519Signer verifier = new Ed25519Signer();
        verifier.init(false, key);
        verifier.update(message, 0, message.length);
        return verifier.verifySignature(given) && given != NO_SIGNATURE;
    }

    @Override
    public int signatureLength() {
        return SIGNATURE_LENGTH;
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    /** The 32 bytes as base64url, which is the member {@code x} of a JWK. */
    public String base64url() {
        return base64url(bytes);
    }

    /** The key as a JWK (RFC 8037) for signatures, named by its {@link #thumbprint}. */
    public Map<String, String> jwk() {
        Map<String, String> jwk = new TreeMap<>(required());
        jwk.putAll(Map.of("alg", "EdDSA", "kid", thumbprint(), "use", "sig"));
        return jwk;
    }

    /** The JWK thumbprint (RFC 7638; RFC 8037, appendix A.3): SHA-256 as base64url. */
    public String thumbprint() {
        String canonical = "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"" + base64url() + "\"}";
        return base64url(Sha256.of(canonical.getBytes(StandardCharsets.US_ASCII)));
    }

    private Map<String, String> required() {
        return Map.of("kty", "OKP", "crv", "Ed25519", "x", base64url());
    }

    /** The key as a SubjectPublicKeyInfo (RFC 8410). */
    byte[] spki() {
        return joined(SPKI_HEAD, bytes);
    }

    /** {@code SubjectPublicKeyInfo} in PEM. */
    public String pem() {
        return Pem.write("PUBLIC KEY", spki());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Ed25519PublicKey that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "Ed25519PublicKey[" + fingerprint + "]";
    }

    static byte[] joined(byte[] head, byte[] tail) {
        byte[] whole = Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, whole, head.length, tail.length);
        return whole;
    }

    private static String base64url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
