package dev.goldfish.bench;

import dev.goldfish.signing.Ed25519Key;
import dev.goldfish.signing.EnvelopeCodec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Verifying alone: the signed bytes are there already. */
public class VerifyBenchmark {
    /** An envelope's signed bytes, and both kinds of signature over them. */
    @State(Scope.Benchmark)
    public static class Signed {
        private final Ed25519Key ed25519 = Ed25519Key.generate();
        private byte[] text;
        private String ed25519Signature;

        @Setup
        public void sign(Envelopes envelopes) {
            text = EnvelopeCodec.signedForm(envelopes.envelope);
            ed25519Signature = ed25519.sign(text);
        }
    }

    @Benchmark
    public boolean hmac(Envelopes envelopes, Signed signed) {
        return envelopes.key.verifies(signed.text, envelopes.envelope.signature());
    }

    @Benchmark
    public boolean ed25519(Signed signed) {
        return signed.ed25519.publicKey().verifies(signed.text, signed.ed25519Signature);
    }
}
