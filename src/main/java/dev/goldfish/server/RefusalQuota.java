package dev.goldfish.server;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Scheduler;
import dev.goldfish.protocol.Envelope;
import dev.goldfish.protocol.ErrorCode;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps those who are refused from filling the log: so many refusals of each, and of all strangers together a hundred
 * times as many, are logged in a minute, and then how many more there were.
 */
final class RefusalQuota {
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int MOST_SOURCES = 10_000;
    private static final int ALL_TOGETHER = 100;
    private static final String ALL = "all strangers";

    private final long limit;
    private final Cache<String, AtomicLong> refusals;

    /** @param leftOut told whose refusals were left out, and how many, when a minute is over */
    RefusalQuota(int perMinute, ObjLongConsumer<String> leftOut) {
        this.limit = perMinute;
        this.refusals = Caffeine.newBuilder()
                .maximumSize(MOST_SOURCES)
                .expireAfterWrite(WINDOW)
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

    boolean allows(Visit visit, @Nullable ErrorCode code) {
        if (code == null) {
            return true;
        }
        if (visit.credential() == null) {
            return counts(visit.remote()) && counts(ALL);
        }
        Envelope envelope = visit.envelope();
        return code != ErrorCode.TOO_MANY_REQUESTS || envelope == null || counts(envelope.clientId());
    }

    private boolean counts(String source) {
        return refusals.get(source, fresh -> new AtomicLong()).incrementAndGet() <= limitOf(source);
    }

    private long limitOf(String source) {
        return source.equals(ALL) ? limit * ALL_TOGETHER : limit;
    }
}
