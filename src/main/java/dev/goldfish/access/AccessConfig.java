package dev.goldfish.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Who may call. */
@ConfigMapping(prefix = "goldfish")
public interface AccessConfig {
    /** The JSON file with the clients; in dev mode and tests one known client is the default. */
    Optional<Path> clientsFile();

    /** How often that file, and those that it refers to, are looked at for changes. */
    @WithDefault("5s")
    Duration clientsReloadInterval();

    /** How far a request's time may be from this server's, either way. */
    @WithDefault("5m")
    Duration timeWindow();
}
