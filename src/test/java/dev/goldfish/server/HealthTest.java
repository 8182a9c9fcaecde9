package dev.goldfish.server;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@TestProfile(ClientsProfile.class)
class HealthTest {
    @ParameterizedTest
    @CsvSource({"started, tools", "live, worker", "ready, redis", "ready, registry"})
    void aProbeAsksForItsChecks(String probe, String check) {
        given().get("/q/health/" + probe)
                .then()
                .statusCode(200)
                .body("status", equalTo("UP"))
                .body("checks.name", hasItem(check));
    }

    @Test
    void aWorkerThatTakesNoTurnIsNotAlive() {
        Duration longest = Duration.ofSeconds(30);

        assertThat(new WorkerHealth(() -> longest, longest).call().getStatus()).isEqualTo(Status.UP);
        assertThat(new WorkerHealth(() -> longest.plusMillis(1), longest).call().getStatus())
                .isEqualTo(Status.DOWN);
    }
}
