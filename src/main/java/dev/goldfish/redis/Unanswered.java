package dev.goldfish.redis;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Starts and claims of this replica that failed: Redis may have given it jobs all the same that it does not know of, and
 * whose leases it therefore lets run out unless it gives them back.
 */
final class Unanswered {
    /** Beyond that, leases run out: more than the calls that a replica has under way at once. */
    private static final int MOST_OF_A_PARTITION = 10_000;

    private static final int MOST_AT_ONCE = 500;

    private final Map<String, Set<String>> claims = new ConcurrentHashMap<>();

    /** A new name for what a start or a claim may give. */
    static String claimId() {
        return Long.toHexString(ThreadLocalRandom.current().nextLong());
    }

    /** Notes a failure, unless Redis said that it did nothing. A script that was stopped may have given something before. */
    void note(String partition, String claimId, Throwable failure) {
        if (!RedisErrors.beganNothing(failure.getCause())) {
            Set<String> noted = claims.computeIfAbsent(partition, of -> ConcurrentHashMap.newKeySet());
            if (noted.size() < MOST_OF_A_PARTITION) {
                noted.add(claimId);
            }
        }
    }

    /** Those where something is noted. */
    List<String> partitions() {
        return claims.entrySet().stream()
                .filter(noted -> !noted.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** As many as Redis can be asked for at once. */
    List<String> some(String partition) {
        return claims.getOrDefault(partition, Set.of()).stream()
                .limit(MOST_AT_ONCE)
                .toList();
    }

    void forget(String partition, Collection<String> claimIds) {
        claims.computeIfPresent(partition, (of, noted) -> {
            claimIds.forEach(noted::remove);
            return noted;
        });
    }
}
