package dev.goldfish.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.goldfish.protocol.UnavailableException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.embedded.RedisServer;

/** What a replica sees of a Redis that comes and goes. */
class RedisLinkTest {
    private Vertx vertx;
    private RedisServer server;
    private int port;
    private RedisLink link;

    @BeforeEach
    void begin() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        vertx = Vertx.vertx();
        link = link(Map.of());
    }

    @AfterEach
    void end() {
        link.close();
        if (server != null) {
            server.stop();
        }
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void findsRedisAgainAfterARestart() throws IOException {
        startRedis();
        assertThat(ping()).hasToString("PONG");

        server.stop();
        assertThatThrownBy(this::ping).isInstanceOf(UnavailableException.class);
        startRedis();

        await().ignoreExceptions().untilAsserted(() -> assertThat(ping()).hasToString("PONG"));
    }

    @Test
    void doesNotWaitForEverForARedisThatIsSilent() throws IOException {
        try (ServerSocket silent = new ServerSocket(port, 50, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(this::ping).isInstanceOf(UnavailableException.class);
        }
        startRedis();

        await().ignoreExceptions().untilAsserted(() -> assertThat(ping()).hasToString("PONG"));
    }

    @Test
    void usesNoConnectionAgainThatWasSilent() throws IOException {
        startRedis();
        List<Long> silent = List.of(connectionId(), connectionId());
        send(Request.cmd(Command.CLIENT).arg("PAUSE").arg(3_000));
        var unused = link.send("any", Request.cmd(Command.PING));
        assertThatThrownBy(this::ping).isInstanceOf(UnavailableException.class);

        await().ignoreExceptions().until(() -> ping() != null);

        assertThat(List.of(connectionId(), connectionId())).doesNotContainAnyElementsOf(silent);
    }

    private long connectionId() {
        return send(Request.cmd(Command.CLIENT).arg("ID")).toLong();
    }

    /** The client hears nothing of this refusal while it connects: that must not use up its connections. */
    @Test
    void aRedisWithTooManyClientsIsFoundAgain() throws IOException {
        startRedis();
        RedisLink hasty = link(Map.of("timeout", "100ms", "connections", "1"));
        try (Socket only = new Socket(InetAddress.getLoopbackAddress(), port)) {
            OwnRedis.command(only, "CONFIG SET maxclients 1");
            await().ignoreExceptions().until(() -> {
                var unused = hasty.send("ping", Request.cmd(Command.PING));
                return OwnRedis.command(only, "INFO stats").matches("(?s).*rejected_connections:[2-9]\\d.*");
            });
            OwnRedis.command(only, "CONFIG SET maxclients 1000");
        }

        await().ignoreExceptions()
                .untilAsserted(() -> assertThat(hasty.send("ping", Request.cmd(Command.PING))
                                .toCompletableFuture()
                                .get(1, TimeUnit.SECONDS))
                        .hasToString("PONG"));
        hasty.close();
    }

    @Test
    void whyThereIsNoConnectionIsToldToEveryone() throws IOException {
        startRedis();
        OwnRedis.command(new Socket(InetAddress.getLoopbackAddress(), port), "CONFIG SET requirepass secret");

        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(this::ping)
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("it refuses the login (NOAUTH");
        }
    }

    @Test
    void aPrimaryThatIsDemotedWhileItConfirmsIsAnOutage() throws IOException {
        startRedis();
        RedisLink patient = link(Map.of("timeout", "60s"));
        var confirmed = patient.sendConfirmed(
                        "test", Request.cmd(Command.SET).arg("a").arg("1"), 1)
                .toCompletableFuture();
        await("it waits for replicas")
                .until(() -> send(Request.cmd(Command.INFO).arg("clients"))
                        .toString()
                        .contains("blocked_clients:1"));

        send(Request.cmd(Command.REPLICAOF).arg("127.0.0.1").arg("1"));

        assertThatThrownBy(() -> confirmed.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(UnavailableException.class);
        patient.close();
    }

    @Test
    void aCommandThatRedisRefusesIsNoOutage() throws IOException {
        startRedis();

        send(Request.cmd(Command.SET).arg("text").arg("1"));

        assertThatThrownBy(() -> send(Request.cmd(Command.LPUSH).arg("text").arg("1")))
                .isNotInstanceOf(UnavailableException.class)
                .hasMessageContaining("WRONGTYPE");
    }

    private RedisLink link(Map<String, String> settings) {
        RedisClients clients = TestClients.of(vertx, "redis://127.0.0.1:" + port);
        return new RedisLink(clients, TestRedis.redisConfig(settings), RedisObserver.NONE);
    }

    private void startRedis() throws IOException {
        server = RedisServer.builder()
                .port(port)
                .bind("127.0.0.1")
                .setting("save \"\"")
                .build();
        server.start();
    }

    private Response ping() {
        return send(Request.cmd(Command.PING));
    }

    private Response send(Request request) {
        return Uni.createFrom()
                .completionStage(link.send("any", request))
                .await()
                .atMost(Duration.ofSeconds(10));
    }
}
