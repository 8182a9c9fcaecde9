package dev.goldfish.eventloop;

import io.netty.util.concurrent.FastThreadLocal;
import io.vertx.core.impl.ContextInternal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Has whatever one event loop asks for within one of its turns travel together: nobody waits for it, since what is sent
 * goes out at the end of the turn at the earliest. What other threads ask for travels alone.
 */
public final class OneTurn<T> {
    /** Whoever is asked does nothing else meanwhile. */
    private static final int MOST = 64;

    private final BiConsumer<String, List<T>> send;

    private final FastThreadLocal<Map<String, List<T>>> waiting = new FastThreadLocal<>() {
        @Override
        protected Map<String, List<T>> initialValue() {
            return new HashMap<>();
        }
    };

    /** @param send takes a destination, and at least one thing that is for it */
    public OneTurn(BiConsumer<String, List<T>> send) {
        this.send = send;
    }

    /** Adds something to what goes to a destination at the end of this turn. */
    public void add(String destination, T thing) {
        ContextInternal context = EventLoops.current();
        if (context == null) {
            send.accept(destination, List.of(thing));
            return;
        }
        List<T> together = waiting.get().computeIfAbsent(destination, of -> new ArrayList<>());
        together.add(thing);
        if (together.size() == MOST) {
            flush(destination);
        } else if (together.size() == 1) {
            // Not in the caller's own context, which is that of one call among those that travel.
            context.unwrap().runOnContext(turnOver -> flush(destination));
        }
    }

    private void flush(String destination) {
        List<T> together = waiting.get().remove(destination);
        if (together != null) {
            send.accept(destination, together);
        }
    }
}
