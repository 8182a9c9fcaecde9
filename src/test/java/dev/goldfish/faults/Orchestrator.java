package dev.goldfish.faults;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Keeps one replica running: starts another whenever it dies. */
final class Orchestrator implements AutoCloseable {
    private static final long LOOK_MS = 50;

    private final Supplier<Replica> next;
    private final AtomicInteger deaths = new AtomicInteger();
    private final Thread thread = new Thread(this::watch, "orchestrator");
    private volatile Replica replica;

    /**
     * @param first runs already
     * @param next starts another, without waiting for it
     */
    Orchestrator(Replica first, Supplier<Replica> next) {
        this.replica = first;
        this.next = next;
        thread.setDaemon(true);
        thread.start();
    }

    private void watch() {
        try {
            while (true) {
                if (!replica.process().alive()) {
                    deaths.incrementAndGet();
                    replica = next.get();
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_MS);
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    /** The one that was started last. */
    Replica replica() {
        return replica;
    }

    int deaths() {
        return deaths.get();
    }

    @Override
    public void close() throws InterruptedException {
        thread.interrupt();
        thread.join();
        replica.close();
    }
}
