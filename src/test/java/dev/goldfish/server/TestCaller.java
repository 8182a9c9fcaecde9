package dev.goldfish.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.goldfish.signing.CanonicalJson;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A client as others would write it: makes and signs envelopes by itself, and checks every reply. */
public final class TestCaller {
    public static final String SERVER_ID = "mcp-server-001";
    public static final byte[] SERVER_SECRET = "server_secret_key_123".getBytes(StandardCharsets.US_ASCII);

    public static final TestCaller FIRST = new TestCaller("client-001", "client_secret_key_456");
    public static final TestCaller SECOND = new TestCaller("client-002", "client_secret_key_002");
    public static final TestCaller LISTER = new TestCaller("lister", "client_secret_key_003");
    public static final TestCaller LIMITED = new TestCaller("limited", "client_secret_key_004");

    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final String clientId;
    private final byte[] secret;
    private final byte[] replyKey;

    public TestCaller(String clientId, String secret) {
        this(clientId, secret.getBytes(StandardCharsets.UTF_8), SERVER_SECRET);
    }

    public TestCaller(String clientId, byte[] secret, byte[] replyKey) {
        this.clientId = clientId;
        this.secret = secret;
        this.replyKey = replyKey;
    }

    /** The same client of a server that signs replies with a key derived from the client's secret (RFC 5869). */
    public TestCaller withOwnReplyKey() {
        byte[] pseudoRandomKey = mac(new byte[32], secret);
        byte[] info = ("mcp/0.1 reply\0" + SERVER_ID + "\u0001").getBytes(StandardCharsets.US_ASCII);
        return new TestCaller(clientId, secret, mac(pseudoRandomKey, info));
    }

    /** What replies to this client must be signed with. */
    public byte[] replyKey() {
        return replyKey.clone();
    }

    /** One who signs with the key that this client's replies are signed with. */
    public TestCaller underReplyKey() {
        return new TestCaller(clientId, /* secret= */ replyKey, /* replyKey= */ SERVER_SECRET);
    }

    /** An envelope with all fields but the signature, under a fresh request_id and nonce. */
    public ObjectNode envelope(String tool, String args) {
        ObjectNode envelope = JSON.createObjectNode()
                .put("v", "mcp/0.1")
                .put("request_id", "r-" + UUID.randomUUID())
                .put("ts_ms", System.currentTimeMillis())
                .put("client_id", clientId)
                .put("server_id", SERVER_ID)
                .put("tool", tool)
                .put("nonce", freshNonce());
        try {
            envelope.set("args", JSON.readTree(args));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(args, e);
        }
        return envelope;
    }

    /** The same work in a new message. */
    public static ObjectNode again(ObjectNode envelope) {
        return envelope.deepCopy().put("nonce", freshNonce()).put("ts_ms", System.currentTimeMillis());
    }

    public static String freshNonce() {
        return "n-" + UUID.randomUUID();
    }

    public String signature(ObjectNode unsigned) {
        return hmac(
                secret,
                CanonicalJson.parse(unsigned.toString().getBytes(StandardCharsets.UTF_8))
                        .text());
    }

    /** The text of a signed envelope. */
    public String signed(ObjectNode unsigned) {
        return unsigned.deepCopy().put("signature", signature(unsigned)).toString();
    }

    /** The bytes of a whole request, for a {@link RawConnection}. */
    public byte[] rawRequest(ObjectNode unsigned) {
        return RawConnection.request(RawConnection.utf8(signed(unsigned)));
    }

    public Answer call(String tool, String args) {
        return send(envelope(tool, args));
    }

    public Answer send(ObjectNode unsigned) {
        return join(sendAsync(unsigned));
    }

    public CompletableFuture<Answer> callAsync(String tool, String args) {
        return sendAsync(envelope(tool, args));
    }

    public CompletableFuture<Answer> sendAsync(ObjectNode unsigned) {
        return HTTP.sendAsync(request("/call", BodyPublishers.ofString(signed(unsigned))), BodyHandlers.ofByteArray())
                .thenApply(response -> {
                    Answer answer = checked(response, replyKey);
                    assertThat(answer.requestId())
                            .isEqualTo(unsigned.path("request_id").textValue());
                    return answer;
                });
    }

    /** Sends a signed envelope to another resource than the one for calls. */
    Answer sendTo(String path, ObjectNode unsigned) {
        return checked(raw(request(path, BodyPublishers.ofString(signed(unsigned)))), replyKey);
    }

    /** Sends any text, as a message that this client proved to be its own. */
    public Answer sendText(String body) {
        return checked(raw(request("/call", BodyPublishers.ofString(body))), replyKey);
    }

    /** Sends any bytes, as a stranger. */
    public static Answer post(byte[] body, String... headers) {
        return post(BodyPublishers.ofByteArray(body), headers);
    }

    public static Answer post(String body, String... headers) {
        return post(body.getBytes(StandardCharsets.UTF_8), headers);
    }

    public static Answer post(BodyPublisher body, String... headers) {
        return asStranger(request("/call", body, headers));
    }

    /** Sends a request whose answer must be signed with the server's secret. */
    static Answer asStranger(HttpRequest request) {
        return checked(raw(request), SERVER_SECRET);
    }

    static HttpResponse<byte[]> raw(HttpRequest request) {
        try {
            return HTTP.send(request, BodyHandlers.ofByteArray());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("no answer to " + request, e);
        }
    }

    /** A POST, of JSON unless the headers say otherwise. */
    static HttpRequest request(String path, BodyPublisher body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
                .timeout(Duration.ofSeconds(60))
                .POST(body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        if (!String.join(" ", headers).contains("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        return request.build();
    }

    public static URI uri(String path) {
        return URI.create("http://localhost:" + RestAssured.port + path);
    }

    static String hmac(byte[] key, String ascii) {
        return HexFormat.of().formatHex(mac(key, ascii.getBytes(StandardCharsets.US_ASCII)));
    }

    public static <T> T join(CompletableFuture<T> future) {
        return future.orTimeout(60, TimeUnit.SECONDS).join();
    }

    private static Answer checked(HttpResponse<byte[]> response, byte[] key) {
        return Answer.checked(
                response.statusCode(),
                response.headers().firstValue("Content-Type").orElse(""),
                response.headers().firstValue("Retry-After").orElse(""),
                response.body(),
                key);
    }

    private static byte[] mac(byte[] key, byte[] message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
