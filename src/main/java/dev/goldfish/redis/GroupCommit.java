package dev.goldfish.redis;

import dev.goldfish.eventloop.EventLoops;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/**
 * Has what threads ask for travel at once where nothing is under way to its destination, and otherwise together as soon as
 * that is back: the busier they are, the more share a round trip. Nobody waits for more than what is under way and what
 * came before.
 */
final class GroupCommit<T> {
    private final int most;
    private final BiFunction<String, List<T>, CompletionStage<?>> send;
    /** What waits, for each destination to which something is under way. */
    private final Map<String, Queue<T>> waiting = new HashMap<>();

    /**
     * @param most how many things travel together at the most
     * @param send takes a destination, and at least one thing that is for it; never throws, and what it returns always ends
     */
    GroupCommit(int most, BiFunction<String, List<T>, CompletionStage<?>> send) {
        this.most = most;
        this.send = send;
    }

    void add(String destination, T thing) {
        synchronized (this) {
            Queue<T> queue = waiting.get(destination);
            if (queue != null) {
                queue.add(thing);
                return;
            }
            waiting.put(destination, new ArrayDeque<>());
        }
        travel(destination, List.of(thing));
    }

    private void travel(String destination, List<T> together) {
        send.apply(destination, together)
                .whenComplete((answer, failure) -> EventLoops.ofNoCall(() -> back(destination)));
    }

    private void back(String destination) {
        List<T> together = new ArrayList<>();
        synchronized (this) {
            Queue<T> queue = Objects.requireNonNull(waiting.get(destination));
            while (together.size() < most && !queue.isEmpty()) {
                together.add(queue.remove());
            }
            if (together.isEmpty()) {
                waiting.remove(destination);
                return;
            }
        }
        travel(destination, together);
    }
}
