package dev.goldfish.client.bench;

import java.util.concurrent.locks.LockSupport;

/** Wakes somebody at regular times, to some ten microseconds: an event loop's own timers know only milliseconds. */
final class Pacer implements AutoCloseable {
    private final Thread thread;
    private volatile boolean over;

    /**
     * Not started yet.
     *
     * @param began the first time, of {@link System#nanoTime}
     */
    Pacer(long began, double timesPerSecond, Runnable wake) {
        thread = new Thread(() -> run(began, 1e9 / timesPerSecond, wake), "goldfish-bench-pacer");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run(long began, double interval, Runnable wake) {
        while (!over) {
            wake.run();
            double passed = System.nanoTime() - began;
            long next = began + (long) Math.ceil((Math.floor(passed / interval) + 1) * interval);
            for (long left = next - System.nanoTime(); left > 0 && !over; left = next - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
        }
    }

    @Override
    public void close() {
        over = true;
        LockSupport.unpark(thread);
    }
}
