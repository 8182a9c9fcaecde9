package dev.goldfish.attacks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.goldfish.server.RawConnection;
import dev.goldfish.server.RawResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Sends each message twice, as a gateway does that had no answer in time, and passes the second answer on. */
final class RepeatingGateway implements AutoCloseable {
    private final HttpServer http;
    private int repeats;

    /** @param repeats how many messages are sent twice; those after them are sent once */
    RepeatingGateway(int repeats) throws IOException {
        this.repeats = repeats;
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", this::pass);
        http.start();
    }

    String url() {
        return "http://localhost:" + http.getAddress().getPort();
    }

    private void pass(HttpExchange exchange) throws IOException {
        byte[] message = exchange.getRequestBody().readAllBytes();
        if (repeats-- > 0) {
            RawConnection.post(message);
        }
        RawResponse answer = RawConnection.post(message);
        exchange.sendResponseHeaders(answer.status(), answer.body().length);
        exchange.getResponseBody().write(answer.body());
        exchange.close();
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
