package dev.goldfish.eventloop;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads for computations that would hold an event loop up. They end when they have nothing to do. */
public final class OffLoop {
    private OffLoop() {}

    /** As many threads as take half of the processors. */
    public static Executor ofHalfTheProcessors(String name) {
        return threads(name, Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
    }

    /** At most so many threads, for tasks whose number the caller bounds. */
    public static Executor threads(String name, int most) {
        ThreadPoolExecutor threads =
                new ThreadPoolExecutor(most, most, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, name);
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }
}
