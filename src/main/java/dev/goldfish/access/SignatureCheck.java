package dev.goldfish.access;

import dev.goldfish.signing.Ed25519Key;
import dev.goldfish.signing.Ed25519PublicKey;
import dev.goldfish.signing.SignedEnvelope;
import dev.goldfish.signing.SigningKey;
import dev.goldfish.signing.Verifier;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the credential that made a signature, with the same work for whoever a message names: a client, a disabled one,
 * or nobody.
 *
 * <p>No secret makes a signature as long as those of Ed25519, and no Ed25519 key one as short as an HMAC. So the length,
 * which the sender knows anyway, says which of a client's credentials can be meant at all. As many keys are tried as any
 * client has of that kind, decoys where this one has fewer, without an early exit. What a credential is verified with is
 * a property of the credential all the same.
 */
final class SignatureCheck {
    private final SigningKey decoySecret = SigningKey.of(new byte[32]);
    private final Ed25519PublicKey decoyPublicKey = Ed25519Key.generate().publicKey();

    /** Whether it is public keys that a signature is tried with: its length alone tells. */
    boolean byPublicKey(SignedEnvelope message, ClientRegistry registry) {
        return message.envelope().signature().length() == Ed25519PublicKey.SIGNATURE_LENGTH
                && registry.mostPublicKeys() > 0;
    }

    /** The credential that made the signature of an envelope and counts now, or null. */
    @Nullable
    Credential proven(SignedEnvelope message, @Nullable Client client, ClientRegistry registry, Instant now) {
        byte[] signed = message.signedForm();
        String signature = message.envelope().signature();
        boolean byPublicKey = byPublicKey(message, registry);
        int tries = byPublicKey ? registry.mostPublicKeys() : registry.mostSecrets();
        Verifier decoy = byPublicKey ? decoyPublicKey : decoySecret;
        List<Credential> credentials = client == null ? List.of() : client.credentials();
        Credential proven = null;
        int tried = 0;
        for (Credential candidate : credentials) {
            if (candidate.key().signatureLength() != decoy.signatureLength()) {
                continue;
            }
            tried++;
            boolean right = candidate.key().verifies(signed, signature);
            if (right && candidate.validity().includes(now)) {
                proven = candidate;
            }
        }
        for (; tried < tries; tried++) {
            decoy.verifies(signed, signature);
        }
        return client != null && client.enabled() ? proven : null;
    }
}
