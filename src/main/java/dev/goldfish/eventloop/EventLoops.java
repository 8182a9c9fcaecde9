package dev.goldfish.eventloop;

import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import org.jspecify.annotations.Nullable;

/** Tells event loops from other threads, which may have the context of one without being it. */
public final class EventLoops {
    private EventLoops() {}

    /** The current context, where this thread is its event loop; null on any other thread. */
    public static @Nullable ContextInternal current() {
        return Vertx.currentContext() instanceof ContextInternal context
                        && context.isEventLoopContext()
                        && context.inThread()
                ? context
                : null;
    }
}
