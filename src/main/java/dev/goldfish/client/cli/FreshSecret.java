package dev.goldfish.client.cli;

import java.security.SecureRandom;
import java.util.Base64;

/** Makes secrets. */
final class FreshSecret {
    private static final int BYTES = 32;

    private FreshSecret() {}

    /** 32 random bytes as 43 characters of base64url. */
    static String make() {
        byte[] secret = new byte[BYTES];
        new SecureRandom().nextBytes(secret);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }
}
