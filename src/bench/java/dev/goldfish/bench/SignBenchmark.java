package dev.goldfish.bench;

import dev.goldfish.protocol.Envelope;
import dev.goldfish.signing.Ed25519Key;
import dev.goldfish.signing.EnvelopeCodec;
import dev.goldfish.signing.Signer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Signing as a client does: the canonical bytes of an envelope, and the signature over them. */
public class SignBenchmark {
    /** A key of the other kind. */
    @State(Scope.Benchmark)
    public static class Key {
        private final Ed25519Key ed25519 = Ed25519Key.generate();
    }

    @Benchmark
    public String hmac(Envelopes envelopes) {
        return signature(envelopes.envelope, envelopes.key);
    }

    @Benchmark
    public String ed25519(Envelopes envelopes, Key key) {
        return signature(envelopes.envelope, key.ed25519);
    }

    private static String signature(Envelope envelope, Signer key) {
        return key.sign(EnvelopeCodec.signedForm(envelope));
    }
}
