package dev.goldfish.faults;

import dev.goldfish.protocol.Envelope;
import dev.goldfish.protocol.Status;
import dev.goldfish.signing.EnvelopeCodec;
import dev.goldfish.signing.ReplyCodec;
import dev.goldfish.signing.SigningKey;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Thousands of long polls at once, which would be as many threads with the client that blocks. */
final class ManyPolls {
    private static final int WAIT_MS = 30_000;

    private final AtomicInteger open = new AtomicInteger();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** How many were sent and not answered yet. */
    int open() {
        return open.get();
    }

    /** Polls a job until it has ended well. */
    CompletableFuture<Void> done(Replica replica, String clientId, String job) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(replica.url() + "/call"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(envelope(clientId, job)))
                .build();
        open.incrementAndGet();
        return http.sendAsync(request, BodyHandlers.ofByteArray()).thenCompose(response -> {
            open.decrementAndGet();
            // A replica that is too busy says so, and is asked again.
            boolean again = response.statusCode() == 503
                    || ReplyCodec.read(response.body()).status() == Status.RUNNING;
            if (again) {
                return done(replica, clientId, job);
            }
            Status status = ReplyCodec.read(response.body()).status();
            return status == Status.DONE
                    ? CompletableFuture.completedFuture(null)
                    : CompletableFuture.failedFuture(new AssertionError(job + " polls as " + status));
        });
    }

    private static byte[] envelope(String clientId, String job) {
        Envelope unsigned = new Envelope(
                UUID.randomUUID().toString(),
                System.currentTimeMillis(),
                clientId,
                Replica.SERVER_ID,
                "poll_job",
                "{\"job_id\":\"" + job + "\",\"wait_ms\":" + WAIT_MS + "}",
                UUID.randomUUID().toString(),
                "");
        SigningKey key = SigningKey.of(Replica.secret(clientId));
        return EnvelopeCodec.write(unsigned.signed(key.sign(EnvelopeCodec.signedForm(unsigned))));
    }
}
