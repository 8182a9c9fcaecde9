package dev.goldfish.bench;

import dev.goldfish.protocol.Envelope;
import dev.goldfish.signing.CanonicalJson;
import dev.goldfish.signing.EnvelopeCodec;
import org.openjdk.jmh.annotations.Benchmark;

/** From the bytes of a body to canonical text, and on to the fields of an envelope. */
public class CanonicaliseBenchmark {
    @Benchmark
    public CanonicalJson canonicalise(Envelopes envelopes) {
        return CanonicalJson.parse(envelopes.body);
    }

    @Benchmark
    public Envelope readEnvelope(Envelopes envelopes) {
        return EnvelopeCodec.read(envelopes.body).envelope();
    }
}
