package dev.goldfish.access;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which clients have called too often, and until when: they are refused without asking the store. Only clients that
 * authenticated are in it, so it is no larger than the registry.
 */
final class OverRate {
    /** @param rate the rate that the client was over; another one has not been asked about yet */
    private record Wait(Rate rate, long untilNanos) {}

    private final Map<String, Wait> waits = new ConcurrentHashMap<>();

    void add(String clientId, Rate rate, Duration wait) {
        waits.put(clientId, new Wait(rate, System.nanoTime() + wait.toNanos()));
    }

    /** How long a client is still over its rate; zero where it may be asked for. */
    Duration left(String clientId, Rate rate) {
        Wait wait = waits.get(clientId);
        if (wait == null) {
            return Duration.ZERO;
        }
        long left = wait.untilNanos() - System.nanoTime();
        if (left > 0 && wait.rate().equals(rate)) {
            return Duration.ofNanos(left);
        }
        waits.remove(clientId, wait);
        return Duration.ZERO;
    }
}
