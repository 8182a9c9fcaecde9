package dev.goldfish.client;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.goldfish.client.Credentials.Proof;
import dev.goldfish.signing.Ed25519Key;
import dev.goldfish.signing.PublicKeyText;
import dev.goldfish.signing.SecretText;
import dev.goldfish.signing.SigningKey;
import dev.goldfish.signing.Verifier;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a {@link GoldfishClient}. Required are server id, client id, and either a secret, or a private key together
 * with the server's public key.
 */
public final class GoldfishClientBuilder {
    private URI url = URI.create("http://localhost:8080");
    private @Nullable String serverId;
    private @Nullable String clientId;
    private @Nullable SigningKey secret;
    private @Nullable Ed25519Key privateKey;
    private List<Verifier> serverSecrets = List.of();
    private List<Verifier> serverKeys = List.of();
    private RetryPolicy retry = RetryPolicy.DEFAULT;
    private Duration connectTimeout = Duration.ofSeconds(5);
    private Duration requestTimeout = Duration.ofSeconds(30);
    private Duration timeWindow = Duration.ofMinutes(5);
    private int maxReplyBytes = 8 << 20;
    private Clock clock = Clock.systemUTC();
    private Wire wire = Wire.NONE;
    private LongSupplier ticker = System::nanoTime;
    private Pause pause = duration -> Thread.sleep(duration.toMillis());
    private ObjectMapper mapper = new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    GoldfishClientBuilder() {}

    /** The server's base URL; requests go to {@code /call} below it. Default {@code http://localhost:8080}. */
    public GoldfishClientBuilder url(String url) {
        this.url = Endpoint.base(url);
        return this;
    }

    public GoldfishClientBuilder serverId(String serverId) {
        this.serverId = serverId;
        return this;
    }

    public GoldfishClientBuilder clientId(String clientId) {
        this.clientId = clientId;
        return this;
    }

    /**
     * The client's secret: signs requests.
     *
     * @throws IllegalArgumentException where it has a line break, a blank at an end, or something else that hardly belongs to it
     */
    public GoldfishClientBuilder secret(String secret) {
        this.secret = SigningKey.of(SecretText.of("the client's secret", secret));
        return this;
    }

    /**
     * The client's Ed25519 private key, PKCS#8 in PEM: signs requests, in place of a secret.
     *
     * @throws IllegalArgumentException where the text is no such key
     */
    public GoldfishClientBuilder privateKey(String pem) {
        this.privateKey = Ed25519Key.parse(pem);
        return this;
    }

    /**
     * The server's secret, for a server that signs its replies under it. Without it replies must be signed under a key
     * derived from the client's secret.
     *
     * @param others further ones that it may sign under, while its secret is being rotated
     */
    public GoldfishClientBuilder serverSecret(String serverSecret, String... others) {
        this.serverSecrets = Stream.concat(Stream.of(serverSecret), Arrays.stream(others))
                .<Verifier>map(secret -> SigningKey.of(SecretText.of("the server's secret", secret)))
                .toList();
        return this;
    }

    /**
     * The public key with which the server signs replies to clients that have a private key. A reply signed with any of
     * several is taken, so that the server can move from one to the next.
     *
     * @param text PEM, a JWK or a set of them, or 32 bytes in base64url
     * @throws IllegalArgumentException where the text holds no such key
     */
    public GoldfishClientBuilder serverKey(String text) {
        this.serverKeys = List.copyOf(PublicKeyText.all(text));
        return this;
    }

    public GoldfishClientBuilder retry(RetryPolicy retry) {
        this.retry = retry;
        return this;
    }

    /** For making a connection. Default 5 seconds. */
    public GoldfishClientBuilder connectTimeout(Duration connectTimeout) {
        this.connectTimeout = connectTimeout;
        return this;
    }

    /**
     * For one call until its outcome is there, repeats included; a poll's wait comes on top. Default 30 seconds. No call
     * is sent again because it took longer, so a slow tool is not run twice for that.
     */
    public GoldfishClientBuilder requestTimeout(Duration requestTimeout) {
        if (requestTimeout.isNegative() || requestTimeout.isZero()) {
            throw new IllegalArgumentException("requestTimeout must be longer than zero");
        }
        this.requestTimeout = requestTimeout;
        return this;
    }

    /** How far a reply's time may be from this machine's, either way. Default 5 minutes. */
    public GoldfishClientBuilder timeWindow(Duration timeWindow) {
        this.timeWindow = timeWindow;
        return this;
    }

    /** The largest reply that is read. Default 8 MiB. */
    public GoldfishClientBuilder maxReplyBytes(int maxReplyBytes) {
        this.maxReplyBytes = maxReplyBytes;
        return this;
    }

    public GoldfishClientBuilder clock(Clock clock) {
        this.clock = clock;
        return this;
    }

    public GoldfishClientBuilder wire(Wire wire) {
        this.wire = wire;
        return this;
    }

    /** Writes arguments and binds results. The default has no modules and leaves unknown fields of results out. */
    public GoldfishClientBuilder mapper(ObjectMapper mapper) {
        this.mapper = mapper;
        return this;
    }

    GoldfishClientBuilder ticker(LongSupplier nanos) {
        this.ticker = nanos;
        return this;
    }

    GoldfishClientBuilder pause(Pause pause) {
        this.pause = pause;
        return this;
    }

    /** Throws {@link IllegalStateException} where a required setting is missing, or settings exclude each other. */
    public GoldfishClient build() {
        SignedCalls calls = signedCalls();
        Exchange exchange = new Exchange(calls, new Transport(calls.endpoint(), connectTimeout, maxReplyBytes), wire);
        Retrying retrying = new Retrying(exchange, retry, new SecureRandom(), ticker, pause, wire);
        return new GoldfishClient(exchange, retrying, mapper, requestTimeout, pause);
    }

    /** What the client signs and verifies with, for those who send by themselves; throws as {@link #build()} does. */
    public SignedCalls signedCalls() {
        Credentials credentials = credentials(required("serverId", serverId), required("clientId", clientId));
        URI endpoint = Endpoint.call(url);
        ReplyVerifier verifier = new ReplyVerifier(endpoint, credentials, clock, timeWindow);
        return new SignedCalls(endpoint, credentials, verifier, clock);
    }

    private Credentials credentials(String server, String client) {
        if (privateKey == null) {
            if (!serverKeys.isEmpty()) {
                throw new IllegalStateException("serverKey is for clients that have a privateKey");
            }
            SigningKey requests = required("secret", secret);
            return serverSecrets.isEmpty()
                    ? new Credentials(server, client, requests, List.of(requests.replyKey(server)), Proof.CLIENT_SECRET)
                    : new Credentials(server, client, requests, serverSecrets, Proof.SERVER_SECRET);
        }
        if (secret != null || !serverSecrets.isEmpty()) {
            throw new IllegalStateException("a client with a privateKey has no secret, and verifies with a serverKey");
        }
        if (serverKeys.isEmpty()) {
            throw new IllegalStateException("serverKey is not set");
        }
        return new Credentials(server, client, privateKey, serverKeys, Proof.SERVER_KEY);
    }

    private static <T> T required(String name, @Nullable T value) {
        if (value == null) {
            throw new IllegalStateException(name + " is not set");
        }
        return value;
    }
}
