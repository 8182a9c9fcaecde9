package dev.goldfish.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Callers that multiplex, as Java's own HTTP client does unless it is told otherwise. */
@QuarkusTest
@TestProfile(ClientsProfile.class)
class Http2Test {
    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void callsShareAConnectionWithALongPoll() {
        // The first request asks for HTTP/2, those behind it find it there.
        assertThat(call("batch_sum", "{\"numbers\":[1]}").join().version()).isEqualTo(HttpClient.Version.HTTP_2);
        String jobId = TestCaller.FIRST
                .call("start_long_task", "{\"seconds\":20}")
                .is(202, "accepted")
                .jobId();

        CompletableFuture<HttpResponse<String>> poll =
                call("poll_job", "{\"job_id\":\"" + jobId + "\",\"wait_ms\":30000}");
        List<CompletableFuture<HttpResponse<String>>> calls = IntStream.range(0, 80)
                .mapToObj(i -> call("batch_sum", "{\"numbers\":[" + i + "]}"))
                .toList();

        assertThat(calls).allSatisfy(call -> {
            assertThat(call.join().statusCode()).isEqualTo(200);
            assertThat(call.join().version()).isEqualTo(HttpClient.Version.HTTP_2);
        });
        assertThat(poll).isNotDone();
        TestCaller.FIRST.call("cancel_job", "{\"job_id\":\"" + jobId + "\"}");
        assertThat(poll.join().body()).contains("job cancelled");
    }

    @Test
    void aRefusedBodyEndsItsStreamAndNoOther() {
        CompletableFuture<HttpResponse<String>> large = send(" ".repeat(300_000));

        assertThat(large.join().statusCode()).isEqualTo(413);
        assertThat(call("batch_sum", "{\"numbers\":[1]}").join().statusCode()).isEqualTo(200);
    }

    private CompletableFuture<HttpResponse<String>> call(String tool, String args) {
        return send(TestCaller.FIRST.signed(TestCaller.FIRST.envelope(tool, args)));
    }

    private CompletableFuture<HttpResponse<String>> send(String body) {
        return http.sendAsync(
                HttpRequest.newBuilder(TestCaller.uri("/call"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }
}
