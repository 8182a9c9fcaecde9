package dev.goldfish.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.goldfish.server.Answer;
import dev.goldfish.server.RawConnection;
import dev.goldfish.server.TestCaller;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Callers who are not whom they say, or who send what was signed for another place, time or direction. */
@QuarkusTest
@TestProfile(AttacksProfile.class)
@ExtendWith(QuietLog.class)
class AuthnAttackTest {
    /** As the clients file has it. */
    private static final String SIGNER_KEY = "A6EHv_POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg";

    @RegisterExtension
    final Row row = new Row();

    @Attack("A27")
    @Test
    void anUnknownClient() {
        TestCaller nobody = new TestCaller("nobody", "client_secret_key_456");

        Answer unknown = refused(nobody.signed(nobody.envelope(Callers.TOOL, Callers.ARGS)));
        Answer forged = refused(forged());

        assertThat(unknown.withoutIdentity()).isEqualTo(forged.withoutIdentity());
    }

    @Attack("A28")
    @Test
    void oneBitFlippedInTheSignature() {
        ObjectNode envelope = Callers.signedNode();
        String good = envelope.path("signature").textValue();
        for (int bit = 0; bit < 256; bit += 17) {
            byte[] flipped = HexFormat.of().parseHex(good);
            flipped[bit / 8] ^= (byte) (1 << bit % 8);

            String wrong =
                    envelope.put("signature", HexFormat.of().formatHex(flipped)).toString();

            assertThat(refused(wrong).text()).doesNotContain(good).doesNotContain(Callers.MARK);
        }
    }

    @Attack("A29")
    @Test
    void aPrefixOfTheSignature() {
        ObjectNode envelope = Callers.signedNode();
        String good = envelope.path("signature").textValue();
        for (int right = 0; right < 64; right += 9) {
            String wrong =
                    good.substring(0, right) + (good.charAt(right) == '0' ? '1' : '0') + good.substring(right + 1);

            refused(envelope.put("signature", wrong).toString());
        }
    }

    @Attack("A30")
    @Test
    void anotherClientsSecret() {
        TestCaller mixed = new TestCaller("client-002", "client_secret_key_456");

        refused(mixed.signed(mixed.envelope(Callers.TOOL, Callers.ARGS)));
    }

    @Attack("A32")
    @ParameterizedTest
    @CsvSource({
        "disabled-1, client_secret_key_disabled",
        "expired, client_secret_key_expired",
        "early, client_secret_key_early",
        "half-expired, client_secret_key_half_expired",
    })
    void aCredentialThatDoesNotCount(String clientId, String secret) {
        TestCaller caller = new TestCaller(clientId, secret);
        Answer unknown = refused(forged());

        Answer answer = refused(caller.signed(caller.envelope(Callers.TOOL, Callers.ARGS)));

        assertThat(answer.withoutIdentity()).isEqualTo(unknown.withoutIdentity());
    }

    @Attack("A36")
    @ParameterizedTest
    @ValueSource(strings = {"base64url", "base64", "hex", "bytes", "pem"})
    void aPublicKeyAsASecret(String form) {
        byte[] key = Base64.getUrlDecoder().decode(SIGNER_KEY);
        byte[] spki = RawConnection.concat(HexFormat.of().parseHex("302a300506032b6570032100"), key);
        byte[] secret =
                switch (form) {
                    case "base64url" -> RawConnection.utf8(SIGNER_KEY);
                    case "base64" -> Base64.getEncoder().encode(key);
                    case "hex" -> RawConnection.utf8(HexFormat.of().formatHex(key));
                    case "bytes" -> key;
                    default ->
                        RawConnection.utf8("-----BEGIN PUBLIC KEY-----\n"
                                + Base64.getEncoder().encodeToString(spki) + "\n-----END PUBLIC KEY-----\n");
                };
        TestCaller confused = new TestCaller("signer", secret, TestCaller.SERVER_SECRET);

        refused(confused.signed(confused.envelope(Callers.TOOL, Callers.ARGS)));
    }

    @Attack("A33")
    @Test
    void aMessageForAnotherServer() {
        Harmless.attack(() -> row.refuses(Callers.FIRST.send(Callers.envelope().put("server_id", "mcp-server-002"))));
    }

    @Attack("A34")
    @ParameterizedTest
    @ValueSource(longs = {-301, 301, -86_400, 86_400})
    void aTimeOutsideTheWindow(long seconds) {
        long time = System.currentTimeMillis() + Duration.ofSeconds(seconds).toMillis();
        ObjectNode envelope = Callers.envelope().put("ts_ms", time);

        Answer answer = Harmless.attack(() -> row.refuses(Callers.FIRST.send(envelope)));

        assertThat(answer.json().path("ts_ms").longValue())
                .as("the server's time")
                .isBetween(System.currentTimeMillis() - 60_000, System.currentTimeMillis() + 60_000);
        Harmless.post(new TestCaller("client-001", "wrong").signed(envelope)).refused(401, "bad signature");
    }

    @Attack("A35")
    @Test
    void aReplySentBackAsARequest() {
        Answer reply = Callers.FIRST.send(Callers.envelope()).is(200, "ok");

        row.refuses(Harmless.post(reply.text()));
    }

    /** The key that signs what the server says opens no door. */
    @Test
    void aRequestUnderTheReplyKey() {
        Harmless.post(Callers.FIRST.underReplyKey().signed(Callers.envelope())).refused(401, "bad signature");
        Harmless.post(new TestCaller("client-001", new String(TestCaller.SERVER_SECRET, StandardCharsets.US_ASCII))
                        .signed(Callers.envelope()))
                .refused(401, "bad signature");
    }

    @Attack("A37")
    @Test
    void guessedSecrets() throws IOException {
        TestCaller guess = new TestCaller("guessed", "one-of-many");
        try (RawConnection connection = new RawConnection()) {
            Harmless.attack(() -> {
                for (int i = 0; i < AttacksProfile.BAD_SIGNATURES; i++) {
                    connection.send(guessed(guess));
                    row.refuses(401, connection.read().answer());
                }
                return row.refuses(429, connection.send(guessed(guess)).read().answer());
            });
        }

        TestCaller real = new TestCaller("guessed", "client_secret_key_006").withOwnReplyKey();
        try (RawConnection elsewhere = new RawConnection(InetAddress.getByName("127.0.0.2"))) {
            assertThat(elsewhere.send(guessed(real)).read().status())
                    .as("the client itself, at its own address")
                    .isEqualTo(200);
        }
        Callers.FIRST.send(Callers.envelope()).is(200, "ok");
    }

    @Attack("A73")
    @Test
    void forgeriesBesideARightlySigningClient() throws IOException {
        TestCaller forger = new TestCaller("lister", "one-of-many");
        TestCaller real = new TestCaller("lister", "client_secret_key_003").withOwnReplyKey();
        try (RawConnection shared = new RawConnection(InetAddress.getByName("127.0.0.3"))) {
            Harmless.attack(() -> {
                for (int i = 0; i < AttacksProfile.BAD_SIGNATURES; i++) {
                    row.refuses(401, shared.send(guessed(forger)).read().answer());
                }
                return row.refuses(429, shared.send(guessed(forger)).read().answer());
            });

            int right = shared.send(guessed(real)).read().status();

            row.allows(right);
            assertThat(right).as("the client itself, behind the same address").isEqualTo(200);
            row.refuses(429, shared.send(guessed(forger)).read().answer());
        }
    }

    private static byte[] guessed(TestCaller caller) {
        return caller.rawRequest(caller.envelope(Callers.TOOL, Callers.ARGS));
    }

    private static String forged() {
        return new TestCaller("client-001", "wrong").signed(Callers.envelope());
    }

    private Answer refused(String body) {
        return row.refuses(Harmless.post(body));
    }
}
