package dev.goldfish.redis;

import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.redis.client.RedisHostsProvider;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Set;
import org.jboss.logging.Logger;
import redis.embedded.RedisServer;

/**
 * A real Redis for dev mode and tests, which end it with themselves. It keeps nothing on disk. Not in the production
 * package, nor is the library behind it.
 */
@IfBuildProfile(anyOf = {"dev", "test"})
@ApplicationScoped
@Identifier("embedded")
public class EmbeddedRedis implements RedisHostsProvider {
    private static final Logger LOG = Logger.getLogger(EmbeddedRedis.class);
    /** One for the life of this process: dev mode restarts the application in it, and hosts are asked for repeatedly. */
    private static final String URI_PROPERTY = "embedded-redis.uri";

    @Override
    public Set<URI> getHosts() {
        synchronized (URI_PROPERTY.intern()) {
            String running = System.getProperty(URI_PROPERTY);
            if (running == null) {
                running = start();
                System.setProperty(URI_PROPERTY, running);
            }
            return Set.of(URI.create(running));
        }
    }

    private static String start() {
        try {
            int port = freePort();
            RedisServer server = RedisServer.builder()
                    .port(port)
                    .bind("127.0.0.1")
                    .setting("save \"\"")
                    .setting("appendonly no")
                    .build();
            server.start();
            Runtime.getRuntime().addShutdownHook(new Thread(server::stop, "embedded-redis"));
            LOG.infof("a Redis of its own for this process: 127.0.0.1:%d", port);
            return "redis://127.0.0.1:" + port;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the embedded Redis does not start; set quarkus.redis.hosts to one that runs", e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
