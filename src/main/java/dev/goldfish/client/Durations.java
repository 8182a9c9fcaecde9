package dev.goldfish.client;

import java.time.Duration;
import java.util.Locale;

/** Durations for people: {@code 1m30s}, {@code 0.5s}. */
final class Durations {
    private Durations() {}

    static String text(Duration duration) {
        return duration.toString().substring(2).toLowerCase(Locale.ROOT);
    }
}
