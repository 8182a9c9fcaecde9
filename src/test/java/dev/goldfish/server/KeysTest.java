package dev.goldfish.server;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.goldfish.access.KeyUse;
import dev.goldfish.client.Answer;
import dev.goldfish.client.GoldfishClient;
import dev.goldfish.client.GoldfishClientBuilder;
import dev.goldfish.client.Load;
import dev.goldfish.client.RefusedException;
import dev.goldfish.client.UntrustedReplyException;
import dev.goldfish.client.UnverifiedRefusalException;
import dev.goldfish.protocol.ErrorCode;
import dev.goldfish.signing.Ed25519Key;
import dev.goldfish.signing.SigningKey;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Credentials of every kind, from the clients file to the wire and back. */
@QuarkusTest
@TestProfile(KeysProfile.class)
class KeysTest {
    private static final String SUM = "{\"numbers\":[10,20,30]}";

    @Inject
    KeyUse keyUse;

    @AfterEach
    void restoreTheClientsFile() throws IOException {
        Files.writeString(KeysProfile.CLIENTS, KeysProfile.clients(""));
    }

    @Test
    void anEd25519ClientCallsAndVerifies() {
        Answer answer = signer(KeysProfile.CLIENT_KEY).build().call("batch_sum", SUM);

        assertThat(answer.tree().path("total").asDouble()).isEqualTo(60.0);
        assertThat(answer.reply().signature()).matches("[0-9a-f]{128}");
    }

    @Test
    void anEd25519ClientCallsWhileItsAddressInventsOthers() {
        TestCaller inventor = new TestCaller("invented", "");
        for (int i = 0; i < 400; i++) {
            TestCaller.post(inventor.envelope("batch_sum", SUM)
                            .put("client_id", "invented-" + i)
                            .put("signature", "0f".repeat(64))
                            .toString())
                    .refused(401, "bad signature");
        }

        assertThat(signer(KeysProfile.CLIENT_KEY)
                        .build()
                        .call("batch_sum", SUM)
                        .tree()
                        .path("total")
                        .asDouble())
                .isEqualTo(60.0);
    }

    @Test
    void repliesOfEd25519AreSignedOffTheEventLoops() throws Exception {
        signer(KeysProfile.CLIENT_KEY).build().call("batch_sum", SUM);

        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .contains("goldfish-signer", "goldfish-verifier");
    }

    @Test
    void aRefusalOfAnEd25519ClientIsSignedForItToo() {
        assertThatThrownBy(() -> signer(KeysProfile.CLIENT_KEY).build().call("no_such_tool", "{}"))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_TOOL));
    }

    @Test
    void anotherKeyIsABadSignatureUnderTheServersSecret() {
        assertThatThrownBy(() -> signer(Ed25519Key.generate()).build().call("batch_sum", SUM))
                .isInstanceOf(UnverifiedRefusalException.class);
        TestCaller.post(new TestCaller(
                                "signer", KeysProfile.CLIENT_KEY.publicKey().base64url())
                        .signed(new TestCaller("signer", "x").envelope("batch_sum", SUM)))
                .refused(401, "bad signature");
    }

    @Test
    void aReplyUnderAnotherServerKeyIsNotTrusted() {
        GoldfishClient client = signer(KeysProfile.CLIENT_KEY)
                .serverKey(Ed25519Key.generate().publicKey().pem())
                .build();

        assertThatThrownBy(() -> client.call("batch_sum", SUM))
                .isInstanceOf(UntrustedReplyException.class)
                .hasMessageContaining("not signed with the server's key");
    }

    @Test
    void theKeySetIsOpenAndSufficesToVerify() {
        String keys = given().get("/.well-known/jwks.json")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("keys.size()", equalTo(1))
                .body("keys[0].kid", equalTo("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"))
                .extract()
                .asString();

        JsonNode identity = signer(KeysProfile.CLIENT_KEY)
                .serverKey(keys)
                .build()
                .call("server_identity", "{}")
                .tree();
        assertThat(identity.at("/capabilities/public_key/x").asText())
                .isEqualTo(KeysProfile.SERVER_KEY.publicKey().base64url());
    }

    @Test
    void disabledAndExpiredAreAnsweredLikeAWrongSignature() {
        dev.goldfish.server.Answer wrong = stranger("disabled", "wrong");

        assertThat(stranger("disabled", "client_secret_disabled").withoutIdentity())
                .isEqualTo(wrong.withoutIdentity());
        assertThat(stranger("expired", "client_secret_expired").withoutIdentity())
                .isEqualTo(wrong.withoutIdentity());
    }

    @Test
    void aClientsOwnLimitOfJobsHolds() {
        GoldfishClient frugal = client("frugal", "client_secret_frugal").build();
        assertThat(frugal.call("server_identity", "{}")
                        .tree()
                        .at("/capabilities/limits/live_jobs")
                        .asInt())
                .isEqualTo(1);

        String jobId = frugal.start("start_long_task", Map.of("seconds", 20));

        assertThatThrownBy(() -> frugal.start("start_long_task", Map.of("seconds", 20)))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_MANY_REQUESTS));
        frugal.cancel(jobId);
    }

    @Test
    void readinessShowsAFileThatIsRefused() throws IOException {
        Files.writeString(KeysProfile.CLIENTS, KeysProfile.clients(", \"new\": {\"hunter2\": 1}"));
        await().untilAsserted(() -> assertThat(registryHealth("last_reload")).isEqualTo("failed"));
        assertThat(given().get("/q/health/ready")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString())
                .contains("\"clients\": 4")
                .doesNotContain("hunter2", "\"new\"");

        Files.writeString(KeysProfile.CLIENTS, KeysProfile.clients(""));
        await().untilAsserted(() -> assertThat(registryHealth("last_reload")).isEqualTo("ok"));
    }

    @Test
    void aClientsSecretIsRotatedUnderLoadWithoutAFailedCall() throws Exception {
        String old = "{\"secret\": \"the old secret\"}";
        String oldForNow = "{\"secret\": \"the old secret\", \"not_after\": \"2099-01-01T00:00:00Z\"}";
        String fresh = "{\"secret\": \"the new secret\"}";
        rotating(old);
        GoldfishClient before = client("rotating", "the old secret").build();
        GoldfishClient after = client("rotating", "the new secret").build();
        await().ignoreExceptions().until(() -> before.call("batch_sum", SUM) != null);
        AtomicReference<GoldfishClient> current = new AtomicReference<>(before);

        try (Load load = new Load(() -> current.get().call("batch_sum", SUM))) {
            load.awaitCalls(20);
            rotating(fresh + ", " + oldForNow);
            await().ignoreExceptions().until(() -> after.call("batch_sum", SUM) != null);
            load.awaitCalls(20);
            current.set(after);
            load.awaitCalls(20);
            long oldUses = uses("the old secret");
            load.awaitCalls(20);
            assertThat(uses("the old secret"))
                    .as("the old secret is no longer used")
                    .isEqualTo(oldUses);
            rotating(fresh);
            await().until(() -> refused(before));
            load.awaitCalls(20);
        }
    }

    private long uses(String secret) {
        return keyUse.counts()
                .getOrDefault(SigningKey.of(secret).fingerprint(), new KeyUse.Count(0, Instant.EPOCH))
                .uses();
    }

    private static boolean refused(GoldfishClient client) {
        try {
            client.call("batch_sum", SUM);
            return false;
        } catch (UnverifiedRefusalException e) {
            return true;
        }
    }

    private static void rotating(String secrets) throws IOException {
        Files.writeString(
                KeysProfile.CLIENTS,
                KeysProfile.clients(", \"rotating\": {\"secrets\": [" + secrets + "], \"tools\": [\"*\"]}"));
    }

    private static String registryHealth(String field) {
        return given().get("/q/health/ready")
                .jsonPath()
                .getString("checks.find { it.name == 'registry' }.data." + field);
    }

    private static dev.goldfish.server.Answer stranger(String clientId, String secret) {
        TestCaller caller = new TestCaller(clientId, secret);
        return TestCaller.post(caller.signed(caller.envelope("batch_sum", SUM))).refused(401, "bad signature");
    }

    private static GoldfishClientBuilder signer(Ed25519Key key) {
        return builder("signer")
                .privateKey(key.pem())
                .serverKey(KeysProfile.SERVER_KEY.publicKey().pem());
    }

    private static GoldfishClientBuilder client(String id, String secret) {
        return builder(id).secret(secret);
    }

    private static GoldfishClientBuilder builder(String id) {
        return GoldfishClient.builder()
                .url("http://localhost:" + RestAssured.port)
                .serverId(TestCaller.SERVER_ID)
                .clientId(id);
    }
}
