package dev.goldfish.access;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which clients have called too often, and until when: they are refused without asking the store. Only clients that
 * authenticated are in it, with as many entries as tools differ
 * in what they cost.
 */
final class OverRate {
    /** Calls that cost more wait longer. */
    private record Calls(String clientId, int cost) {}

    /** @param rate the rate that the client was over; another one has not been asked about yet */
    private record Wait(Rate rate, long untilNanos) {}

    private final Map<Calls, Wait> waits = new ConcurrentHashMap<>();

    void add(String clientId, Rate rate, int cost, Duration wait) {
        waits.put(new Calls(clientId, cost), new Wait(rate, System.nanoTime() + wait.toNanos()));
    }

    /** How long a client is still over its rate for calls of a cost; zero where the store may be asked. */
    Duration left(String clientId, Rate rate, int cost) {
        Calls calls = new Calls(clientId, cost);
        Wait wait = waits.get(calls);
        if (wait == null) {
            return Duration.ZERO;
        }
        long left = wait.untilNanos() - System.nanoTime();
        if (left > 0 && wait.rate().equals(rate)) {
            return Duration.ofNanos(left);
        }
        waits.remove(calls, wait);
        return Duration.ZERO;
    }
}
