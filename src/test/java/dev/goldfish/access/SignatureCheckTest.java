package dev.goldfish.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goldfish.protocol.Envelope;
import dev.goldfish.signing.Ed25519Key;
import dev.goldfish.signing.EnvelopeCodec;
import dev.goldfish.signing.SignedEnvelope;
import dev.goldfish.signing.Signer;
import dev.goldfish.signing.SigningKey;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SignatureCheckTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Grants ALL = new Grants(List.of("*"));
    private static final SigningKey SECRET = SigningKey.of("secret");
    private static final Ed25519Key KEY = Ed25519Key.generate();

    @Test
    void findsTheSecretOrThePublicKeyThatSigned() {
        Credential bySecret = new Credential(SECRET, SECRET);
        Credential byKey = new Credential(KEY.publicKey(), KEY);
        Client both = new Client("a", List.of(bySecret, byKey), ALL);

        assertThat(proven(both, SECRET)).isEqualTo(bySecret);
        assertThat(proven(both, KEY)).isEqualTo(byKey);
        assertThat(proven(both, SigningKey.of("another"))).isNull();
        assertThat(proven(both, Ed25519Key.generate())).isNull();
    }

    @Test
    void aPublicKeyIsNoSecret() {
        Client client = new Client("a", List.of(new Credential(KEY.publicKey(), KEY)), ALL);

        for (String text : List.of(
                KEY.publicKey().base64url(),
                KEY.publicKey().pem(),
                KEY.publicKey().pem().strip(),
                KEY.publicKey().fingerprint())) {
            assertThat(proven(client, SigningKey.of(text))).isNull();
        }
    }

    @Test
    void aSecretIsNoPublicKey() {
        Client client = new Client("a", List.of(new Credential(SECRET, SECRET)), ALL);

        assertThat(proven(client, KEY)).isNull();
    }

    @Test
    void nobodyHasACredential() {
        Client other =
                new Client("b", List.of(new Credential(SECRET, SECRET), new Credential(KEY.publicKey(), KEY)), ALL);
        ClientRegistry registry = new ClientRegistry(List.of(other));

        for (Signer signer : List.of(SECRET, KEY)) {
            assertThat(new SignatureCheck()
                            .proven(SignedEnvelope.of(signed(signer)), registry.find("a"), registry, NOW))
                    .isNull();
        }
    }

    @Test
    void aDisabledClientProvesNothing() {
        Client disabled = new Client("a", List.of(new Credential(SECRET, SECRET)), ALL, false, null, null);

        assertThat(proven(disabled, SECRET)).isNull();
    }

    @Test
    void aCredentialCountsFromItsFirstMomentToItsLast() {
        assertThat(provenWithin(NOW, NOW.plusMillis(1))).isTrue();
        assertThat(provenWithin(null, NOW.plusMillis(1))).isTrue();
        assertThat(provenWithin(NOW, null)).isTrue();
        assertThat(provenWithin(NOW.plusMillis(1), null)).isFalse();
        assertThat(provenWithin(null, NOW)).isFalse();
    }

    private static boolean provenWithin(@Nullable Instant notBefore, @Nullable Instant notAfter) {
        Credential credential = new Credential(SECRET, SECRET, new Validity(notBefore, notAfter));
        return proven(new Client("a", List.of(credential), ALL), SECRET) != null;
    }

    private static @Nullable Credential proven(Client client, Signer signer) {
        ClientRegistry registry = new ClientRegistry(List.of(client));
        return new SignatureCheck().proven(SignedEnvelope.of(signed(signer)), client, registry, NOW);
    }

    private static Envelope signed(Signer signer) {
        Envelope unsigned = new Envelope("r", 1, "a", "server", "tool", "{}", "nonce-01", "");
        return EnvelopeCodec.sign(unsigned, signer);
    }
}
