package dev.goldfish.eventloop;

import io.netty.channel.EventLoop;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import org.jspecify.annotations.Nullable;

/** What Vert.x knows of its event loops. */
public final class EventLoops {
    private EventLoops() {}

    /** The current context, where this thread is its event loop; null on others, which may have the context of one. */
    public static @Nullable ContextInternal current() {
        return Vertx.currentContext() instanceof ContextInternal context
                        && context.isEventLoopContext()
                        && context.inThread()
                ? context
                : null;
    }

    /** A context of an event loop that belongs to nobody: what is made in it does not end with the HTTP server. */
    public static ContextInternal context(Vertx vertx, EventLoop loop) {
        return ((VertxInternal) vertx)
                .createEventLoopContext(loop, null, Thread.currentThread().getContextClassLoader());
    }
}
