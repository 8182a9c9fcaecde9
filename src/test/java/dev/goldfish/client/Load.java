package dev.goldfish.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Several callers that go on until they are closed, none of whom may fail. */
public final class Load implements AutoCloseable {
    private static final int CALLERS = 4;

    private final ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger calls = new AtomicInteger();
    private final Queue<Exception> failures = new ConcurrentLinkedQueue<>();
    private final List<Future<?>> callers = new ArrayList<>();

    public Load(Runnable call) {
        for (int i = 0; i < CALLERS; i++) {
            callers.add(threads.submit(() -> {
                while (!over.get()) {
                    try {
                        call.run();
                    } catch (RuntimeException e) {
                        failures.add(e);
                    }
                    calls.incrementAndGet();
                }
            }));
        }
    }

    /** Until so many more calls have been made. */
    public void awaitCalls(int more) {
        int target = calls.get() + more;
        await().atMost(Duration.ofSeconds(30)).until(() -> calls.get() >= target);
    }

    @Override
    public void close() throws Exception {
        over.set(true);
        for (Future<?> caller : callers) {
            caller.get(30, TimeUnit.SECONDS);
        }
        threads.shutdownNow();
        assertThat(failures).isEmpty();
    }
}
