package dev.goldfish.server;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import redis.embedded.RedisServer;

/** A server with a Redis of its own, which a test may stop and start. */
public class OutageProfile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "goldfish.redis.timeout",
                "500ms",
                "goldfish.redis.down-after",
                "1s",
                "goldfish.replay-allowance",
                "0s");
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(OwnRedis.class));
    }

    /** Starts it; tests know its port from the configuration. */
    public static class OwnRedis implements QuarkusTestResourceLifecycleManager {
        private int port;

        @Override
        public Map<String, String> start() {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = socket.getLocalPort();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            startRedis(port);
            return Map.of("quarkus.redis.hosts", "redis://127.0.0.1:" + port, "quarkus.redis.hosts-provider-name", "");
        }

        @Override
        public void stop() {
            OutageTest.shutDownRedis(port);
        }
    }

    public static void startRedis(int port) {
        RedisServer.builder()
                .port(port)
                .bind("127.0.0.1")
                .setting("save \"\"")
                .setting("appendonly no")
                .build()
                .start();
    }
}
