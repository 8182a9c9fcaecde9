package dev.goldfish.server;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What this replica has taken on, so that it refuses what would be too much instead of running out of memory. */
public final class Load {
    private final int mostCalls;
    private final Shares incoming;
    private final Shares outgoing;
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicLong incomingBytes = new AtomicLong();

    /**
     * @param mostCalls calls between their arrival and the leaving of their answer
     * @param mostIncomingBytes what is held of bodies that are not complete yet
     * @param mostOutgoingBytes what is held of answers that have not left yet
     */
    public Load(int mostCalls, long mostIncomingBytes, long mostOutgoingBytes) {
        this.mostCalls = mostCalls;
        this.incoming = new Shares(mostIncomingBytes);
        this.outgoing = new Shares(mostOutgoingBytes);
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

    /**
     * Takes on the next bytes of a body, unless there are too many.
     *
     * @param before how many bytes of this body there are already
     */
    boolean hold(String address, long before, long bytes) {
        long counts = counts(before + bytes) - counts(before);
        if (counts > 0 && !incoming.take(address, counts)) {
            return false;
        }
        incomingBytes.addAndGet(bytes);
        return true;
    }

    /** @param bytes all of a body */
    void release(String address, long bytes) {
        incoming.giveBack(address, counts(bytes));
        incomingBytes.addAndGet(-bytes);
    }

    private static long counts(long bytes) {
        return Math.max(0, bytes - Shares.FREE);
    }

    /** Bodies that are not complete, and what else has come too early, by the address that it comes from. */
    Shares incoming() {
        return incoming;
    }

    /** Answers on their way, by the client or the address that they go to. */
    Shares outgoing() {
        return outgoing;
    }

    /** How many calls are under way. */
    public int calls() {
        return calls.get();
    }

    /** How many bytes of large answers wait for their readers. */
    public long outgoingBytes() {
        return outgoing.held();
    }

    long incomingBytes() {
        return incomingBytes.get();
    }
}
