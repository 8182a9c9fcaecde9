package dev.goldfish.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.timeout.IdleStateEvent;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.concurrent.CompletableFuture;

/**
 * Keeps a connection open while calls on it run. Nothing comes and nothing goes then, and so Vert.x would take it for an idle
 * one ({@code quarkus.http.idle-timeout}) and close it. All of it runs on the connection's event loop.
 */
final class IdleGuard extends ChannelInboundHandlerAdapter {
    private int running;

    private IdleGuard() {}

    /** Until the call has its answer. */
    static void hold(HttpConnection connection, CompletableFuture<?> answer) {
        ChannelHandlerContext http = ((ConnectionBase) connection).channelHandlerContext();
        onLoop(http, () -> {
            if (!answer.isDone() && !http.isRemoved()) {
                IdleGuard guard = of(http);
                guard.running++;
                answer.whenComplete((given, failure) -> onLoop(http, () -> guard.running--));
            }
        });
    }

    private static void onLoop(ChannelHandlerContext http, Runnable task) {
        if (http.executor().inEventLoop()) {
            task.run();
        } else {
            http.executor().execute(task);
        }
    }

    private static IdleGuard of(ChannelHandlerContext http) {
        IdleGuard guard = http.pipeline().get(IdleGuard.class);
        if (guard == null) {
            guard = new IdleGuard();
            http.pipeline().addBefore(http.name(), null, guard);
        }
        return guard;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (running == 0 || !(event instanceof IdleStateEvent)) {
            context.fireUserEventTriggered(event);
        }
    }
}
