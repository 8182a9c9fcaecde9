package dev.goldfish.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts bad signatures by remote address and claimed client together, so that whoever guesses shuts out neither the
 * client elsewhere nor others at the same address. Clients that do not exist count alike.
 *
 * <p>In this replica's memory only: it costs nothing to ask, and guesses that are spread over replicas are as many times
 * more.
 */
public final class FailedSignatures {
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int MOST_PAIRS = 50_000;

    private record Pair(String remote, String clientId) {}

    private record Failures(long sinceNanos, AtomicInteger count) {}

    private final int limit;
    private final Ticker ticker;
    private final Cache<Pair, Failures> pairs;

    /** @param perMinute how many a pair may have within a minute of the first; 0 for no limit */
    public FailedSignatures(int perMinute) {
        this(perMinute, Ticker.systemTicker());
    }

    FailedSignatures(int perMinute, Ticker ticker) {
        this.limit = perMinute;
        this.ticker = ticker;
        this.pairs = Caffeine.newBuilder()
                .maximumSize(MOST_PAIRS)
                .expireAfterWrite(WINDOW)
                .ticker(ticker)
                .build();
    }

    void add(String remote, String clientId) {
        if (limit > 0) {
            pairs.get(new Pair(remote, clientId), pair -> new Failures(ticker.read(), new AtomicInteger()))
                    .count()
                    .incrementAndGet();
        }
    }

    /** How long a pair is refused unseen; zero for one that is not. */
    Duration shutFor(String remote, String clientId) {
        Failures failures = limit > 0 ? pairs.getIfPresent(new Pair(remote, clientId)) : null;
        if (failures == null || failures.count().get() < limit) {
            return Duration.ZERO;
        }
        return WINDOW.minusNanos(ticker.read() - failures.sinceNanos());
    }
}
