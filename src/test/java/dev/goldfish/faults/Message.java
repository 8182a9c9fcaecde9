package dev.goldfish.faults;

import dev.goldfish.protocol.Envelope;
import dev.goldfish.signing.EnvelopeCodec;
import dev.goldfish.signing.SigningKey;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.UUID;

/** A signed request as it is sent, for what the client never does: to send it twice, or thousands at once. */
record Message(byte[] body) {
    static Message poll(String clientId, String job, Duration wait) {
        Envelope unsigned = new Envelope(
                UUID.randomUUID().toString(),
                System.currentTimeMillis(),
                clientId,
                Replica.SERVER_ID,
                "poll_job",
                "{\"job_id\":\"" + job + "\",\"wait_ms\":" + wait.toMillis() + "}",
                UUID.randomUUID().toString(),
                "");
        SigningKey key = SigningKey.of(Replica.secret(clientId));
        return new Message(EnvelopeCodec.write(EnvelopeCodec.sign(unsigned, key)));
    }

    HttpRequest to(Replica replica) {
        return HttpRequest.newBuilder(URI.create(replica.url() + "/call"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
    }
}
