package dev.goldfish.access;

import dev.goldfish.settings.CountText;
import dev.goldfish.settings.DurationBounds;
import dev.goldfish.settings.DurationText;
import dev.goldfish.settings.NumberText;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.Range;

/** Who may call. */
@ConfigMapping(prefix = "goldfish")
public interface AccessConfig {
    /** The JSON file with the clients; in dev mode and tests one known client is the default. */
    Optional<Path> clientsFile();

    /** How often that file, and those that it refers to, are looked at for changes. */
    @DurationBounds(min = "10ms", max = "1d")
    @WithConverter(DurationText.class)
    @WithDefault("5s")
    Duration clientsReloadInterval();

    /** How far a request's time may be from that of Redis, either way. */
    @DurationBounds(min = "1s", max = "1d")
    @WithConverter(DurationText.class)
    @WithDefault("5m")
    Duration timeWindow();

    /**
     * How far a client's clock may be ahead of this server's without opening a way to replay what Redis has forgotten.
     * After every loss of memory all requests are refused for as long. Negative where a Redis is new and has forgotten
     * nothing, as in dev mode and tests.
     */
    @DurationBounds(min = "-1d", max = "1d")
    @WithConverter(DurationText.class)
    @WithDefault("2s")
    Duration replayAllowance();

    /** How many calls per second a client may make that has no limit of its own; 0 for no limit. */
    @Range(min = 0, max = 1_000_000, message = NumberText.RULE)
    @WithConverter(NumberText.class)
    @WithDefault("1000")
    double ratePerSecond();

    /** What a client that was quiet may send at once, as what its rate allows in this time. */
    @DurationBounds(min = "1ms", max = "1h")
    @WithConverter(DurationText.class)
    @WithDefault("1s")
    Duration rateBurst();

    /** How many bad signatures one address may send for one client id in a minute; 0 for no limit. */
    @Range(min = 0, max = 1_000_000, message = CountText.RULE)
    @WithConverter(CountText.class)
    @WithDefault("30")
    int badSignaturesPerMinute();

    /**
     * How many bad signatures of public keys one address may send in a minute, before its next ones wait for a thread that
     * verifies few of them; 0 for no limit.
     */
    @Range(min = 0, max = 1_000_000, message = CountText.RULE)
    @WithConverter(CountText.class)
    @WithDefault("300")
    int badPublicKeySignaturesPerMinute();
}
