package dev.goldfish.job;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Long polls that wait for a job's doorbell. They hold no thread and no connection. */
final class Waiters {
    private final Map<String, Set<Runnable>> waiting = new ConcurrentHashMap<>();

    void add(String jobId, Runnable wake) {
        waiting.compute(jobId, (id, wakes) -> {
            Set<Runnable> all = wakes == null ? ConcurrentHashMap.newKeySet() : wakes;
            all.add(wake);
            return all;
        });
    }

    void remove(String jobId, Runnable wake) {
        waiting.computeIfPresent(jobId, (id, wakes) -> {
            wakes.remove(wake);
            return wakes.isEmpty() ? null : wakes;
        });
    }

    void wake(String jobId) {
        Set<Runnable> wakes = waiting.get(jobId);
        if (wakes != null) {
            wakes.forEach(Runnable::run);
        }
    }

    void wakeAll() {
        waiting.keySet().forEach(this::wake);
    }
}
