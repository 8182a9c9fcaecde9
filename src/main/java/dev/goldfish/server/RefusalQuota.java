package dev.goldfish.server;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Scheduler;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps those who are refused from filling the log: so many refusals of each, and a hundred times as many of all
 * together, are logged in a minute, and then how many more there were.
 */
final class RefusalQuota {
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int MOST_SOURCES = 10_000;
    private static final int ALL_TOGETHER = 100;
    private static final String ALL = "all together";

    private final long limit;
    private final Cache<String, AtomicLong> refusals;

    /** @param leftOut told whose refusals were left out, and how many, when a minute is over */
    RefusalQuota(int perMinute, ObjLongConsumer<String> leftOut) {
        this(perMinute, leftOut, Ticker.systemTicker());
    }

    RefusalQuota(int perMinute, ObjLongConsumer<String> leftOut, Ticker ticker) {
        this.limit = perMinute;
        this.refusals = Caffeine.newBuilder()
                .maximumSize(MOST_SOURCES)
                .expireAfterWrite(WINDOW)
                .ticker(ticker)
                .scheduler(Scheduler.systemScheduler())
                .executor(Runnable::run)
                .removalListener((@Nullable String source, @Nullable AtomicLong count, RemovalCause cause) -> {
                    long more = source == null || count == null ? 0 : count.get() - limitOf(source);
                    if (more > 0) {
                        leftOut.accept(source, more);
                    }
                })
                .build();
    }

    boolean allows(String source) {
        return counts(source) && counts(ALL);
    }

    private boolean counts(String source) {
        return refusals.get(source, fresh -> new AtomicLong()).incrementAndGet() <= limitOf(source);
    }

    private long limitOf(String source) {
        return source.equals(ALL) ? limit * ALL_TOGETHER : limit;
    }
}
