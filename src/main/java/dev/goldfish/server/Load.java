package dev.goldfish.server;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What this replica has taken on, so that it refuses what would be too much instead of running out of memory. */
public final class Load {
    private final int mostCalls;
    private final long mostIncomingBytes;
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicLong incomingBytes = new AtomicLong();

    /**
     * @param mostCalls calls between their arrival and their answer
     * @param mostIncomingBytes what is held of bodies that are not complete yet
     */
    public Load(int mostCalls, long mostIncomingBytes) {
        this.mostCalls = mostCalls;
        this.mostIncomingBytes = mostIncomingBytes;
    }

    /** Takes on one call more, unless there are too many. */
    boolean enter() {
        if (calls.incrementAndGet() > mostCalls) {
            calls.decrementAndGet();
            return false;
        }
        return true;
    }

    void leave() {
        calls.decrementAndGet();
    }

    /** Takes on some bytes more, unless there are too many. */
    boolean hold(long bytes) {
        if (incomingBytes.addAndGet(bytes) > mostIncomingBytes) {
            incomingBytes.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    void release(long bytes) {
        incomingBytes.addAndGet(-bytes);
    }

    /** How many calls are under way. */
    public int calls() {
        return calls.get();
    }

    long incomingBytes() {
        return incomingBytes.get();
    }
}
