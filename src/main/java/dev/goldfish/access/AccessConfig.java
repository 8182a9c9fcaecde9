package dev.goldfish.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Who may call. */
@ConfigMapping(prefix = "goldfish")
public interface AccessConfig {
    /** The JSON file with the clients; in dev mode and tests one known client is the default. */
    Optional<String> clientsFile();

    /** How far a request's time may be from this server's, either way. */
    @WithDefault("5m")
    Duration timeWindow();
}
