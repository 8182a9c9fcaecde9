package dev.goldfish.access;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which clients have called too often, and until when: they are refused without asking the store. Only clients that
 * authenticated are in it, so it is no larger than the registry.
 */
final class OverRate {
    private final Map<String, Long> untilNanos = new ConcurrentHashMap<>();

    void add(String clientId, Duration wait) {
        untilNanos.put(clientId, System.nanoTime() + wait.toNanos());
    }

    /** How long a client is still over its rate; zero where it may be asked for. */
    Duration left(String clientId) {
        Long until = untilNanos.get(clientId);
        if (until == null) {
            return Duration.ZERO;
        }
        long left = until - System.nanoTime();
        if (left > 0) {
            return Duration.ofNanos(left);
        }
        untilNanos.remove(clientId, until);
        return Duration.ZERO;
    }
}
