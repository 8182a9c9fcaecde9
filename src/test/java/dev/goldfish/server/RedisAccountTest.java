package dev.goldfish.server;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.goldfish.redis.OwnRedis;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What callers and operators see of a Redis that answers and says no. */
@QuarkusTest
@TestProfile(AccountProfile.class)
class RedisAccountTest {
    private static final TestCaller CALLER = TestCaller.FIRST.withOwnReplyKey();

    OwnRedis redis;

    @BeforeEach
    void begin() {
        await().until(() -> ready().statusCode() == 200);
        await().until(() -> sum().http() == 200);
    }

    @AfterEach
    void repair() {
        redis.command("REPLICAOF NO ONE");
        redis.command(AccountProfile.ACCOUNT);
    }

    @Test
    void aLoginThatIsRefusedIsUnavailable() {
        refuseTheLogin();

        await().until(() -> sum().http() == 503);
        Answer answer = sum().refused(503, "unavailable");
        assertThat(answer.retryAfter()).isEqualTo("1");

        await().untilAsserted(() -> assertThat(ready().asString()).contains("DOWN", "it refuses the login"));
        assertThat(ready().asString()).doesNotContain(AccountProfile.PASSWORD);
        assertThat(Scrape.now().value("goldfish_redis_up")).isZero();
        assertThat(given().get("/q/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void anEndThatCannotBeWrittenYetIsWrittenLater() {
        String job = CALLER.call("start_long_task", "{\"seconds\":1,\"payload\":{\"a\":1}}")
                .is(202, "accepted")
                .jobId();

        refuseTheLogin();
        double written = completions();
        await("its end cannot be written").until(() -> completions() > written + 1);
        redis.command(AccountProfile.ACCOUNT);

        await().until(() -> sum().http() == 200);
        Answer end = CALLER.call("poll_job", "{\"job_id\":\"" + job + "\",\"wait_ms\":30000}")
                .is(200, "done");
        assertThat(end.result().path("a").asInt()).isEqualTo(1);
    }

    @Test
    void aRightThatIsMissingIsUnavailableAndNamed() {
        redis.command("ACL SETUSER goldfish -evalsha -eval");

        sum().refused(503, "unavailable");
        await().untilAsserted(
                        () -> assertThat(ready().asString()).contains("DOWN", "its user lacks a right", "evalsha"));
    }

    @Test
    void aRightThatAScriptMissesIsUnavailable() {
        redis.command("ACL SETUSER goldfish -set");

        sum().refused(503, "unavailable");
        await().until(() -> ready().statusCode() == 503);
    }

    @Test
    void aRedisThatBecameAReplicaIsUnavailable() {
        redis.command("REPLICAOF 127.0.0.1 1");

        sum().refused(503, "unavailable");
        // Redis closes connections when it becomes one, which is seen first.
        await().untilAsserted(() -> assertThat(ready().asString()).contains("DOWN", "it is a replica"));
    }

    /** What was written there is no beginning of a memory: the script fails, and will fail again. */
    @Test
    void whatFailsBehindTheSignatureIsSignedForItsClient() {
        AuditLog log = new AuditLog();
        try {
            breakEpochs();

            Answer answer = sum().refused(500, "internal error");

            assertThat(log.event("request_id", answer.requestId()).fields())
                    .containsEntry("authenticated", "true")
                    .containsEntry("error", "internal error");
        } finally {
            log.close();
            redis.command("FLUSHALL");
        }
    }

    /** Attempts to write how a job ended. */
    private static double completions() {
        return Scrape.now().value("goldfish_redis_seconds_count", "command=\"complete\"");
    }

    private void breakEpochs() {
        redis.command("FLUSHALL");
        redis.command(
                "EVAL \"for i = 0, 15 do local key = string.format('goldfish:{j%02d}:epoch', i) redis.call('DEL', key)"
                        + " redis.call('LPUSH', key, 'broken') end\" 0");
    }

    private void refuseTheLogin() {
        redis.command("ACL SETUSER goldfish resetpass >another");
        redis.command("CLIENT KILL USER goldfish");
    }

    private static Response ready() {
        return given().get("/q/health/ready");
    }

    private static Answer sum() {
        return CALLER.call("batch_sum", "{\"numbers\":[1]}");
    }
}
