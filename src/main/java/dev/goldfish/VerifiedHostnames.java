package dev.goldfish;

import io.quarkus.redis.client.RedisOptionsCustomizer;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.RedisOptions;
import jakarta.inject.Singleton;

/** Has a named TLS configuration that says nothing of hostnames verify them; without a word Vert.x would not connect. */
@Singleton
final class VerifiedHostnames implements RedisOptionsCustomizer {
    @Override
    public void customize(String clientName, RedisOptions options) {
        NetClientOptions net = options.getNetClientOptions();
        if (net.isSsl() && net.getHostnameVerificationAlgorithm() == null) {
            net.setHostnameVerificationAlgorithm("HTTPS");
        }
    }
}
