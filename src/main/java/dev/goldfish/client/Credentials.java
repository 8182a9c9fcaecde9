package dev.goldfish.client;

import dev.goldfish.signing.Signer;
import dev.goldfish.signing.Verifier;
import java.util.List;

/**
 * Who calls whom, and the keys of both.
 *
 * @param replies what replies may be signed with: any of these
 * @param proof what kind of key those are
 */
record Credentials(String serverId, String clientId, Signer requests, List<Verifier> replies, Proof proof) {
    /** What proves that a reply is the server's. */
    enum Proof {
        /** A key derived from the client's secret. */
        CLIENT_SECRET,
        /** The server's own secret, which signs refusals of strangers too. */
        SERVER_SECRET,
        /** The server's Ed25519 key. */
        SERVER_KEY
    }

    boolean verify(byte[] signedForm, String signature) {
        return replies.stream().anyMatch(key -> key.verifies(signedForm, signature));
    }
}
