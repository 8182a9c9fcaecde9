package dev.goldfish.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Sends one request and reads one response, within a time and a size. Its threads are its own and daemons. */
final class Transport implements AutoCloseable {
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,6}");

    private final HttpClient http;
    private final URI endpoint;
    private final int maxReplyBytes;
    private volatile boolean closed;

    Transport(URI endpoint, Duration connectTimeout, int maxReplyBytes) {
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connectTimeout)
                .build();
        this.endpoint = endpoint;
        this.maxReplyBytes = maxReplyBytes;
    }

    Response post(byte[] envelope, Duration timeout, String requestId) {
        return send(
                request().header("Content-Type", "application/json").POST(BodyPublishers.ofByteArray(envelope)),
                timeout,
                requestId);
    }

    /** Reads what is there, without an envelope. */
    Response get(Duration timeout) {
        return send(request(), timeout, "");
    }

    /** Waits for what is under way from Java 21 on; before, what the HTTP client holds ends when it is garbage. */
    @Override
    public void close() {
        closed = true;
        if (http instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) {
                throw new IllegalStateException("the HTTP client did not close", e);
            }
        }
    }

    private HttpRequest.Builder request() {
        return HttpRequest.newBuilder(endpoint).header("Accept", "application/json");
    }

    private Response send(HttpRequest.Builder request, Duration timeout, String requestId) {
        if (closed) {
            throw new IllegalStateException("the client is closed");
        }
        long start = System.nanoTime();
        Duration within = timeout.compareTo(SHORTEST) > 0 ? timeout : SHORTEST;
        try {
            // Not sendAsync: it answers in the common pool, which the application may keep busy.
            HttpResponse<LimitedBody> response =
                    http.send(request.timeout(within).build(), info -> new LimitedBody(maxReplyBytes));
            // HttpRequest.timeout ends with the headers.
            byte[] body = response.body().await(within.minusNanos(System.nanoTime() - start));
            return new Response(response.statusCode(), retryAfter(response), body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreachable("interrupted while waiting for the reply", requestId, e);
        } catch (IOException | ExecutionException | TimeoutException e) {
            throw failed(e, within, requestId);
        }
    }

    private GoldfishException failed(Exception e, Duration timeout, String requestId) {
        if (cause(e, LimitedBody.TooLargeException.class) != null) {
            return new UntrustedReplyException("the reply is larger than " + maxReplyBytes + " bytes", requestId, 0);
        }
        Exception unresolved = cause(e, UnresolvedAddressException.class);
        if (unresolved != null) {
            return unreachable("its host name is unknown", requestId, unresolved);
        }
        Exception connecting = cause(e, HttpConnectTimeoutException.class);
        if (connecting != null) {
            return unreachable("no connection in time", requestId, connecting);
        }
        if (e instanceof TimeoutException || cause(e, HttpTimeoutException.class) != null) {
            return new UnreachableException(
                    "no complete reply within " + Durations.text(timeout) + " from " + endpoint,
                    requestId,
                    new TimeoutException());
        }
        Exception refused = cause(e, ConnectException.class);
        if (refused != null) {
            return unreachable("connection refused", requestId, refused);
        }
        if (cause(e, ProtocolException.class) != null) {
            return new UntrustedReplyException(
                    "the answer is not HTTP; no Goldfish answers at " + endpoint, requestId, 0);
        }
        IOException io = cause(e, IOException.class);
        if (io == null) {
            throw new IllegalStateException("sending failed", e);
        }
        return unreachable("the connection failed: " + io.getMessage(), requestId, io);
    }

    private UnreachableException unreachable(String why, String requestId, Throwable cause) {
        return new UnreachableException("cannot reach " + endpoint + ": " + why, requestId, cause);
    }

    private static <T extends Throwable> @Nullable T cause(Throwable failure, Class<T> type) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (type.isInstance(t)) {
                return type.cast(t);
            }
        }
        return null;
    }

    private static Duration retryAfter(HttpResponse<?> response) {
        String value = response.headers().firstValue("Retry-After").orElse("");
        return SECONDS.matcher(value).matches() ? Duration.ofSeconds(Long.parseLong(value)) : Duration.ZERO;
    }
}
