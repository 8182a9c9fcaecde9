package dev.goldfish.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {
    private static final Envelope VALID =
            new Envelope("request", 1, "client", "server", "tool", "{}", "nonce-01", "00ff");

    @ParameterizedTest
    @ValueSource(strings = {"a", "Z", "0", ".", "_", ":", "@", "/", "-", "agent.7@host:8080/path_x-y"})
    void namesMayHoldTheirCharacters(String name) {
        assertThat(withClientId(name).clientId()).isEqualTo(name);
        assertThat(withServerId(name).serverId()).isEqualTo(name);
        assertThat(withTool(name).tool()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "a b", "ä", "a\u0000", "a\n", "a,b", "a;b", "{", "*", "\u007f", "[", "`", "😀"})
    void namesMayHoldNoOthers(String name) {
        String rule = ": only A-Z a-z 0-9 . _ : @ / - are allowed";
        assertRefused(() -> withClientId(name), "client_id" + rule);
        assertRefused(() -> withServerId(name), "server_id" + rule);
        assertRefused(() -> withTool(name), "tool" + rule);
    }

    @Test
    void namesHaveOneTo128Characters() {
        String rule = ": must have 1 to 128 characters";
        assertThat(withTool("x".repeat(128)).tool()).hasSize(128);
        assertRefused(() -> withClientId(""), "client_id" + rule);
        assertRefused(() -> withServerId("x".repeat(129)), "server_id" + rule);
        assertRefused(() -> withTool("x".repeat(129)), "tool" + rule);
    }

    @ParameterizedTest
    @ValueSource(strings = {"!", "~", "\"", "\\", "0123456789-;:,#+*"})
    void aRequestIdMayHoldAllPrintableAscii(String requestId) {
        assertThat(withRequestId(requestId).requestId()).isEqualTo(requestId);
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "a b", "é", "\u0000", "a\t", "\u007f", "\u0080"})
    void aRequestIdMayHoldNothingElse(String requestId) {
        assertRefused(() -> withRequestId(requestId), "request_id: only printable ASCII without spaces is allowed");
    }

    @Test
    void aRequestIdHasOneTo128Characters() {
        assertThat(withRequestId("x".repeat(128)).requestId()).hasSize(128);
        assertRefused(() -> withRequestId(""), "request_id: must have 1 to 128 characters");
        assertRefused(() -> withRequestId("x".repeat(129)), "request_id: must have 1 to 128 characters");
    }

    @Test
    void aNonceHasEightTo128PrintableCharacters() {
        assertThat(withNonce("12345678").nonce()).hasSize(8);
        assertThat(withNonce("x".repeat(128)).nonce()).hasSize(128);
        assertRefused(() -> withNonce("1234567"), "nonce: must have 8 to 128 characters");
        assertRefused(() -> withNonce("x".repeat(129)), "nonce: must have 8 to 128 characters");
        assertRefused(() -> withNonce("1234 5678"), "nonce: only printable ASCII without spaces is allowed");
    }

    @Test
    void timeBeginsWithTheEpoch() {
        assertThat(withTsMs(0).tsMs()).isZero();
        assertRefused(() -> withTsMs(-1), "ts_ms: must not be negative");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", "1", "\"{\"", "true"})
    void argsAreAnObject(String args) {
        assertRefused(
                () -> new Envelope("request", 1, "client", "server", "tool", args, "nonce-01", ""),
                "args: must be an object");
    }

    @Test
    void aSignatureIsPutOnWithoutChangingAnythingElse() {
        assertThat(VALID.signed("aa").signature()).isEqualTo("aa");
        assertThat(VALID.signed("aa").signed("00ff")).isEqualTo(VALID);
    }

    private static Envelope withRequestId(String value) {
        return new Envelope(value, 1, "client", "server", "tool", "{}", "nonce-01", "");
    }

    private static Envelope withTsMs(long value) {
        return new Envelope("request", value, "client", "server", "tool", "{}", "nonce-01", "");
    }

    private static Envelope withClientId(String value) {
        return new Envelope("request", 1, value, "server", "tool", "{}", "nonce-01", "");
    }

    private static Envelope withServerId(String value) {
        return new Envelope("request", 1, "client", value, "tool", "{}", "nonce-01", "");
    }

    private static Envelope withTool(String value) {
        return new Envelope("request", 1, "client", "server", value, "{}", "nonce-01", "");
    }

    private static Envelope withNonce(String value) {
        return new Envelope("request", 1, "client", "server", "tool", "{}", value, "");
    }

    private static void assertRefused(ThrowingCallable making, String rule) {
        assertThatThrownBy(making).isInstanceOf(BadEnvelopeException.class).hasMessage(rule);
    }
}
