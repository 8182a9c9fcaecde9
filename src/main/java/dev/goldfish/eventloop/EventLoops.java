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
     * its logs have. Asked outside of any, it runs tasks at once, wherever they come from.
     */
    public static Executor caller() {
        return Vertx.currentContext() instanceof ContextInternal context && context.isEventLoopContext()
                ? task -> context.emit(task, Runnable::run)
                : Runnable::run;
    }

    /** Runs what belongs to many calls, though this thread may be in the context of one. */
    public static void ofNoCall(Runnable task) {
        ContextInternal context = current();
        if (context == null) {
            task.run();
        } else {
            context.unwrap().emit(task, Runnable::run);
        }
    }
}
