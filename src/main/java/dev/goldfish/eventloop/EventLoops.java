package dev.goldfish.eventloop;

import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import java.util.concurrent.Executor;
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

    /**
     * Runs what belongs to the call that this is asked in: on its event loop and in its context, with the identifiers that
     * its logs have. Asked on any other thread, it runs tasks at once, wherever they come from.
     */
    public static Executor caller() {
        ContextInternal context = current();
        return context == null ? Runnable::run : task -> context.emit(task, Runnable::run);
    }
}
