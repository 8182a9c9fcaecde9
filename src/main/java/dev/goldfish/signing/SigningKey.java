package dev.goldfish.signing;

import dev.goldfish.protocol.Envelope;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A secret that signs and verifies with HMAC-SHA256 (RFC 2104). Its text shows nowhere, not in {@code toString}. */
public final class SigningKey implements Signer, Verifier {
    /** Length of a signature in hex characters. */
    public static final int SIGNATURE_LENGTH = 64;

    /** A longer secret would be hashed down before use (RFC 2104, section 2). */
    public static final int MAX_SECRET_BYTES = 64;

    private static final String ALGORITHM = "HmacSHA256";
    private static final byte[] NO_SIGNATURE = new byte[SIGNATURE_LENGTH / 2];

    /** Keyed once; a copy of it signs each message. */
    private final Mac prototype;

    private final byte[] secret;
    private final String fingerprint;

    private SigningKey(byte[] secret) {
        this.secret = secret.clone();
        this.prototype = keyed(secret);
        this.fingerprint = Hex.fingerprint(secret);
    }

    /** A key of the secret's UTF-8 bytes, of which there is at least one. */
    public static SigningKey of(String secret) {
        return new SigningKey(secret.getBytes(StandardCharsets.UTF_8));
    }

    /** A key made of random or derived bytes. */
    public static SigningKey of(byte[] secret) {
        return new SigningKey(secret);
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    @Override
    public int signatureLength() {
        return SIGNATURE_LENGTH;
    }

    /** The HMAC of a message: 32 bytes. */
    public byte[] mac(byte[]... message) {
        try {
            Mac mac = (Mac) prototype.clone();
            for (byte[] part : message) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(ALGORITHM + " of this Java runtime cannot be copied", e);
        }
    }

    @Override
    public String sign(byte[]... message) {
        return Hex.of(mac(message));
    }

    @Override
    public boolean verifies(byte[] message, String signature) {
        byte[] expected = mac(message);
        byte[] given = Hex.decode(signature, NO_SIGNATURE);
        // A signature of the wrong shape is compared too, so that it costs the same.
        boolean equal = MessageDigest.isEqual(expected, given);
        return equal && given != NO_SIGNATURE;
    }

    /**
     * A key for one purpose, derived with HKDF-SHA256 (RFC 5869): this key's secret, no salt, 32 bytes. Its holder
     * cannot find this key.
     */
    public SigningKey derive(byte[] info) {
        byte[] noSalt = new byte[32];
        byte[] pseudoRandomKey = keyed(noSalt).doFinal(secret);
        Mac expand = keyed(pseudoRandomKey);
        expand.update(info);
        expand.update((byte) 1);
        return new SigningKey(expand.doFinal());
    }

    /** The key that a server signs its replies to this client with, in the reply-key mode {@code client-secret}. */
    public SigningKey replyKey(String serverId) {
        return derive((Envelope.VERSION + " reply\0" + serverId).getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public String toString() {
        return "SigningKey[" + fingerprint + "]";
    }

    private static Mac keyed(byte[] secret) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no " + ALGORITHM, e);
        }
    }
}
