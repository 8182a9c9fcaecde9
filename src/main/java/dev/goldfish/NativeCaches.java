package dev.goldfish;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * The classes that Caffeine chooses by name for the caches here, of which Quarkus registers only some: the letters say which
 * references, bounds and listeners a cache has. One that is missing fails in a native image only, at its first use.
 */
@RegisterForReflection(
        classNames = {
            // FailedSignatures: strong, of a maximum size, expiring after write; and its entries.
            "com.github.benmanes.caffeine.cache.SSMSW",
            "com.github.benmanes.caffeine.cache.PSWMS",
            // RefusalQuota: the same with a listener.
            "com.github.benmanes.caffeine.cache.SSLMSW",
        })
final class NativeCaches {
    private NativeCaches() {}
}
