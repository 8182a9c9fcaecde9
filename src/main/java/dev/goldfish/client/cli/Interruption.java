package dev.goldfish.client.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets a command say what it has when it is interrupted, by Ctrl-C or SIGTERM, before the process ends. */
final class Interruption implements AutoCloseable {
    private final CountDownLatch said = new CountDownLatch(1);
    private final Thread hook;

    /**
     * Until it is closed.
     *
     * @param stop done at once when the process is to end
     * @param goodbye how long the command may take then to be closed
     */
    Interruption(Runnable stop, Duration goodbye) {
        hook = new Thread(() -> {
            stop.run();
            try {
                said.await(goodbye.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Runtime.getRuntime().addShutdownHook(hook);
    }

    @Override
    public void close() {
        said.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending: the hook runs already, and goes on now.
        }
    }
}
