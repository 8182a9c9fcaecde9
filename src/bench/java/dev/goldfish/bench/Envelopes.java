package dev.goldfish.bench;

import dev.goldfish.protocol.Envelope;
import dev.goldfish.signing.EnvelopeCodec;
import dev.goldfish.signing.SigningKey;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A small, a medium and a large envelope of a client with a secret. */
@State(Scope.Benchmark)
public class Envelopes {
    @Param({"400", "4000", "200000"})
    public int bytes;

    public final SigningKey key = SigningKey.of("the secret of the client that is measured");
    public Envelope envelope;
    /** As the project's own client sends it: in canonical form. */
    public byte[] body;

    @Setup
    public void make() {
        envelope = SignedCall.of(bytes, key);
        body = EnvelopeCodec.write(envelope);
    }
}
