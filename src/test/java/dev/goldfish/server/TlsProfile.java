package dev.goldfish.server;

import dev.goldfish.redis.Certificates;
import dev.goldfish.redis.OwnRedis;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A server whose Redis is reached over TLS, with no more settings than that needs. */
public class TlsProfile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("goldfish.redis.down-after", "2s");
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(TlsRedis.class, trust()));
    }

    /** The settings that say whom to trust, with TRUSTED for the file. */
    Map<String, String> trust() {
        return Map.of(
                "quarkus.redis.tls.trust-certificate-pem", "true",
                "quarkus.redis.tls.trust-certificate-pem.certs", "TRUSTED");
    }

    /** The same with Quarkus' TLS registry. */
    public static class Named extends TlsProfile {
        @Override
        Map<String, String> trust() {
            return Map.of(
                    "quarkus.redis.tls-configuration-name", "redis",
                    "quarkus.tls.redis.trust-store.pem.certs", "TRUSTED");
        }
    }

    /** Starts it with a certificate for localhost. */
    public static class TlsRedis implements QuarkusTestResourceLifecycleManager {
        private Map<String, String> names = Map.of();
        private OwnRedis redis;
        private Path dir;

        @Override
        public void init(Map<String, String> args) {
            names = args;
        }

        @Override
        public Map<String, String> start() {
            try {
                dir = Files.createTempDirectory("goldfish-tls");
                Certificates right = Certificates.of("localhost", dir);
                Certificates wrong = Certificates.of("another.example.org", dir);
                // Both are trusted: only their names differ.
                Path trusted = Files.writeString(
                        dir.resolve("trusted.pem"),
                        Files.readString(right.certificate()) + Files.readString(wrong.certificate()));
                int port = OwnRedis.freePort();
                redis = new OwnRedis(
                        "tls-port " + port,
                        "tls-auth-clients no",
                        "tls-cert-file " + right.certificate(),
                        "tls-key-file " + right.key(),
                        "tls-ca-cert-file " + trusted);
                Map<String, String> settings = new HashMap<>();
                settings.put("quarkus.redis.hosts", "rediss://localhost:" + port);
                settings.put("quarkus.redis.hosts-provider-name", "");
                names.forEach((name, value) -> settings.put(name, value.replace("TRUSTED", trusted.toString())));
                return settings;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void inject(TestInjector injector) {
            injector.injectIntoFields(redis, new TestInjector.MatchesType(OwnRedis.class));
            injector.injectIntoFields(dir, new TestInjector.MatchesType(Path.class));
        }

        @Override
        public void stop() {
            redis.close();
        }
    }
}
