package dev.goldfish.server;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A resource that declares nothing is closed; what is open says so. */
@QuarkusTest
@TestProfile(ClientsProfile.class)
class ClosedByDefaultTest {
    @Test
    void aGetWithoutADeclarationIsRefused() {
        Answer answer = TestCaller.asStranger(
                HttpRequest.newBuilder(TestCaller.uri("/test/undeclared")).build());

        assertThat(answer.http()).isEqualTo(415);
        assertThat(answer.text()).doesNotContain("inside");
    }

    @Test
    void aPostWithoutADeclarationIsRefused() {
        Answer answer = TestCaller.asStranger(TestCaller.request("/test/undeclared", BodyPublishers.ofString("{}")));

        assertThat(answer.is(400, "error").text()).doesNotContain("inside");
    }

    @Test
    void aPostWithAWrongSignatureIsRefused() {
        String forged = new TestCaller("client-001", "wrong")
                .signed(TestCaller.FIRST.envelope("batch_sum", "{\"numbers\":[1]}"));

        TestCaller.asStranger(TestCaller.request("/test/undeclared", BodyPublishers.ofString(forged)))
                .refused(401, "bad signature");
    }

    @Test
    void aSignatureOpensIt() {
        String signed = TestCaller.FIRST.signed(TestCaller.FIRST.envelope("batch_sum", "{\"numbers\":[1]}"));

        HttpResponse<byte[]> response =
                TestCaller.raw(TestCaller.request("/test/undeclared", BodyPublishers.ofString(signed)));

        assertThat(new String(response.body(), StandardCharsets.UTF_8)).isEqualTo("inside");
    }

    @Test
    void whatIsDeclaredUnsignedIsOpen() {
        given().get("/test/open").then().statusCode(200).body(equalTo("open"));
    }

    @Test
    void healthIsOpen() {
        given().get("/q/health").then().statusCode(200).body("status", equalTo("UP"));
    }

    @Test
    void callsAreNotMadeWithGet() {
        HttpRequest get = HttpRequest.newBuilder(TestCaller.uri("/call")).build();

        TestCaller.asStranger(get).is(405, "error");
    }

    @Test
    void anUnknownPathIsNotFound() {
        given().get("/no/such/path").then().statusCode(404);
        given().contentType("application/json")
                .body("{}")
                .post("/no/such/path")
                .then()
                .statusCode(404);
    }
}
