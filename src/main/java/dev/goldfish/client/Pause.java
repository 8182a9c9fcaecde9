package dev.goldfish.client;

import java.time.Duration;

/** Waits between attempts. */
interface Pause {
    void of(Duration duration) throws InterruptedException;

    /** False where the thread was interrupted; its interrupt flag is set again. */
    default boolean completed(Duration duration) {
        try {
            of(duration);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
