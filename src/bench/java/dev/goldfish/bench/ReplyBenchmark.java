package dev.goldfish.bench;

import dev.goldfish.protocol.Reply;
import dev.goldfish.protocol.Status;
import dev.goldfish.signing.ReplyCodec;
import org.openjdk.jmh.annotations.Benchmark;

/** Writing and signing a reply whose result is as large as the arguments were, as that of a job with a payload. */
public class ReplyBenchmark {
    @Benchmark
    public byte[] write(Envelopes envelopes) {
        Reply reply = new Reply(
                envelopes.envelope.requestId(),
                envelopes.envelope.tsMs(),
                envelopes.envelope.serverId(),
                Status.OK,
                envelopes.envelope.args(),
                null,
                "");
        return ReplyCodec.write(reply, envelopes.key);
    }
}
