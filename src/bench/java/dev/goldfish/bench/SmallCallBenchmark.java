package dev.goldfish.bench;

import dev.goldfish.access.Client;
import dev.goldfish.access.ClientRegistry;
import dev.goldfish.access.Credential;
import dev.goldfish.access.Door;
import dev.goldfish.access.FailedSignatures;
import dev.goldfish.access.Grants;
import dev.goldfish.access.KeyObserver;
import dev.goldfish.access.KeyUse;
import dev.goldfish.access.PublicKeyChecks;
import dev.goldfish.access.Rate;
import dev.goldfish.access.Spending;
import dev.goldfish.access.Verdict;
import dev.goldfish.signing.EnvelopeCodec;
import dev.goldfish.signing.SignedEnvelope;
import dev.goldfish.signing.SigningKey;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What a call of 400 bytes costs before it is let in. */
@State(Scope.Benchmark)
public class SmallCallBenchmark {
    private static final int BYTES = 400;

    private final SigningKey key = SigningKey.of("the secret of the client that is measured");
    private final byte[] body = EnvelopeCodec.write(SignedCall.of(BYTES, key));
    private final Door door = door();

    private Door door() {
        Client client = new Client(
                SignedCall.CLIENT_ID,
                List.of(new Credential(key, key.replyKey(SignedCall.SERVER_ID))),
                new Grants(List.of("*")));
        ClientRegistry clients = new ClientRegistry(List.of(client));
        return new Door(
                () -> clients,
                new KeyUse(KeyObserver.NONE),
                nonce -> CompletableFuture.completedStage(new Spending.Fresh()),
                new FailedSignatures(30, 300),
                new PublicKeyChecks(),
                new Rate(0, Duration.ZERO),
                tool -> 1,
                SignedCall.SERVER_ID,
                Duration.ofHours(1),
                Clock.systemUTC());
    }

    @Benchmark
    public boolean canonicaliseAndVerify() {
        SignedEnvelope message = EnvelopeCodec.read(body);
        return key.verifies(message.signedForm(), message.envelope().signature());
    }

    /** The same, and all else that is checked, with a memory of nonces that costs nothing. */
    @Benchmark
    public Verdict canonicaliseAndAdmit() {
        return door.admit(EnvelopeCodec.read(body), "127.0.0.1")
                .toCompletableFuture()
                .join();
    }
}
