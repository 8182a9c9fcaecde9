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
 * goes out at the end of the turn at the earliest. What other threads ask for goes another way, and may overtake it.
 */
public final class OneTurn<T> {
    private final int most;
    private final BiConsumer<String, List<T>> send;
    private final BiConsumer<String, T> elsewhere;

    private final FastThreadLocal<Map<String, List<T>>> waiting = new FastThreadLocal<>() {
        @Override
        protected Map<String, List<T>> initialValue() {
            return new HashMap<>();
        }
    };

    /** What other threads ask for travels alone. */
    public OneTurn(int most, BiConsumer<String, List<T>> send) {
        this(most, send, (destination, thing) -> send.accept(destination, List.of(thing)));
    }

    /**
     * @param most how many things travel together at the most
     * @param send takes a destination, and at least one thing that is for it
     * @param elsewhere takes a destination, and one thing that a thread asks for that is no event loop
     */
    public OneTurn(int most, BiConsumer<String, List<T>> send, BiConsumer<String, T> elsewhere) {
        this.most = most;
        this.send = send;
        this.elsewhere = elsewhere;
    }

    /** Adds something to what goes to a destination at the end of this turn. */
    public void add(String destination, T thing) {
        ContextInternal context = EventLoops.current();
        if (context == null) {
            elsewhere.accept(destination, thing);
            return;
        }
        List<T> together = waiting.get().computeIfAbsent(destination, of -> new ArrayList<>());
        together.add(thing);
        // Not in the caller's own context, which is that of one call among those that travel.
        if (together.size() == most) {
            context.unwrap().emit(destination, this::flush);
        } else if (together.size() == 1) {
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
