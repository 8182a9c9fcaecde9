package dev.goldfish.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Sends one request and reads one response, within a time and a size. */
final class Transport {
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,6}");

    private final HttpClient http;
    private final URI endpoint;
    private final int maxReplyBytes;

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
                request()
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(envelope))
                        .build(),
                timeout,
                requestId);
    }

    /** Reads what is there, without an envelope. */
    Response get(Duration timeout) {
        return send(request().build(), timeout, "");
    }

    private HttpRequest.Builder request() {
        return HttpRequest.newBuilder(endpoint).header("Accept", "application/json");
    }

    private Response send(HttpRequest request, Duration timeout, String requestId) {
        CompletableFuture<HttpResponse<byte[]>> pending =
                http.sendAsync(request, info -> new LimitedBody(maxReplyBytes));
        try {
            // HttpRequest.timeout ends with the headers; this one covers the body too.
            HttpResponse<byte[]> response = pending.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return new Response(response.statusCode(), retryAfter(response), response.body());
        } catch (TimeoutException e) {
            throw unreachable("no complete reply within " + Durations.text(timeout), requestId, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreachable("interrupted while waiting for the reply", requestId, e);
        } catch (ExecutionException e) {
            throw failed(e, requestId);
        } finally {
            pending.cancel(true);
        }
    }

    private GoldfishException failed(ExecutionException e, String requestId) {
        if (cause(e, LimitedBody.TooLargeException.class) != null) {
            return new UntrustedReplyException("the reply is larger than " + maxReplyBytes + " bytes", requestId, 0);
        }
        if (cause(e, UnresolvedAddressException.class) != null) {
            return unreachable("its host name is unknown", requestId, e);
        }
        if (cause(e, HttpConnectTimeoutException.class) != null) {
            return unreachable("no connection in time", requestId, e);
        }
        if (cause(e, ConnectException.class) != null) {
            return unreachable("connection refused", requestId, e);
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
