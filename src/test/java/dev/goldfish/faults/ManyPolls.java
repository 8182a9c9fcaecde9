package dev.goldfish.faults;

import dev.goldfish.protocol.Reply;
import dev.goldfish.signing.ReplyCodec;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Thousands of long polls at once, which would be as many threads with the client that blocks. */
final class ManyPolls {
    private static final Duration WAIT = Duration.ofSeconds(30);

    private static final Executor LATER = CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);

    private final AtomicInteger open = new AtomicInteger();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** How many were sent and not answered yet. */
    int open() {
        return open.get();
    }

    /** Polls a job until it has ended well. */
    CompletableFuture<Void> done(Replica replica, String clientId, String job) {
        HttpRequest request = Message.poll(clientId, job, WAIT).to(replica);
        open.incrementAndGet();
        return http.sendAsync(request, BodyHandlers.ofByteArray()).thenCompose(response -> {
            open.decrementAndGet();
            // A replica that is too busy says so, and is asked again.
            if (response.statusCode() == 503) {
                return CompletableFuture.supplyAsync(() -> done(replica, clientId, job), LATER)
                        .thenCompose(Function.identity());
            }
            Reply reply = ReplyCodec.read(response.body());
            return switch (reply.status()) {
                case RUNNING -> done(replica, clientId, job);
                case DONE -> CompletableFuture.completedFuture(null);
                default -> CompletableFuture.failedFuture(new AssertionError(job + " polls as " + reply.error()));
            };
        });
    }
}
