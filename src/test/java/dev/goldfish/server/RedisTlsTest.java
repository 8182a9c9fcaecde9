package dev.goldfish.server;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;

import dev.goldfish.redis.OwnRedis;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code rediss://} works, and only with whom it names. */
@QuarkusTest
@TestProfile(TlsProfile.class)
public class RedisTlsTest {
    OwnRedis redis;
    Path dir;

    @AfterEach
    void repair() {
        present("localhost");
    }

    @Test
    void aCertificateOfAnotherNameIsRefused() {
        await().until(() -> ready() == 200);
        TestCaller.FIRST.call("batch_sum", "{\"numbers\":[1]}").is(200, "ok");

        present("another.example.org");

        await().until(() -> ready() == 503);
        await().until(() -> given().get("/q/health/ready").asString().contains("matching localhost found"));
        present("localhost");
        await().until(() -> ready() == 200);
    }

    private void present(String name) {
        redis.command("CONFIG SET tls-cert-file " + dir.resolve(name + ".crt") + " tls-key-file "
                + dir.resolve(name + ".key"));
        redis.command("CLIENT KILL TYPE normal");
        redis.command("CLIENT KILL TYPE pubsub");
    }

    private static int ready() {
        return given().get("/q/health/ready").statusCode();
    }
}
