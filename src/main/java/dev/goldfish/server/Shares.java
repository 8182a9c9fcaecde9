package dev.goldfish.server;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Bytes that are held for others: never more than a limit in all, and of one of them never more than a share of it. */
final class Shares {
    /** So few bytes of each body or answer count for nobody, so that whoever fills the rest keeps no small call out. */
    static final int FREE = 4 * 1024;

    private static final int SHARES = 4;

    private final long limit;
    private final AtomicLong held = new AtomicLong();
    private final ConcurrentHashMap<String, Long> byOwner = new ConcurrentHashMap<>();

    Shares(long limit) {
        this.limit = limit;
    }

    /** Holds some bytes more, unless there are too many. What is too large for any share is held where there is nothing else. */
    boolean take(String owner, long bytes) {
        if (isWithin(limit, held.addAndGet(bytes), bytes)) {
            if (isWithin(limit / SHARES, byOwner.merge(owner, bytes, Long::sum), bytes)) {
                return true;
            }
            forget(owner, bytes);
        }
        held.addAndGet(-bytes);
        return false;
    }

    void giveBack(String owner, long bytes) {
        if (bytes > 0) {
            forget(owner, bytes);
            held.addAndGet(-bytes);
        }
    }

    private static boolean isWithin(long most, long now, long added) {
        return now <= most || now == added;
    }

    long held() {
        return held.get();
    }

    private void forget(String owner, long bytes) {
        byOwner.computeIfPresent(owner, (any, own) -> own > bytes ? Long.valueOf(own - bytes) : null);
    }
}
