package dev.goldfish.client;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts what a client sends, whether or not it arrives. */
final class SentCount implements Wire {
    private final AtomicInteger sent = new AtomicInteger();

    @Override
    public void sent(byte[] envelope) {
        sent.incrementAndGet();
    }

    int get() {
        return sent.get();
    }
}
