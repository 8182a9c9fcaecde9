package dev.goldfish.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts bad signatures: by remote address and claimed client together, and those of public keys by address alone, since
 * they cost a hundred times as much and client ids can be invented. Clients that do not exist count alike. Nobody is shut
 * out by it: who is over a limit is told so, and waits for a check that costs much.
 *
 * <p>In this replica's memory only: it costs nothing to ask, and guesses that are spread over replicas are as many times
 * more.
 */
public final class FailedSignatures {
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int MOST_SOURCES = 50_000;
    private static final int NETWORK_BYTES = 8;

    private record Source(String remote, String clientId) {}

    private record Failures(long sinceNanos, AtomicInteger count) {}

    private final Counter pairs;
    private final Counter addresses;

    /**
     * @param perMinute how many an address may have for one client within a minute of the first; 0 for no limit
     * @param ofPublicKeys how many of public keys an address may have in that time for all clients; 0 for no limit
     */
    public FailedSignatures(int perMinute, int ofPublicKeys) {
        this(perMinute, ofPublicKeys, Ticker.systemTicker());
    }

    FailedSignatures(int perMinute, int ofPublicKeys, Ticker ticker) {
        this.pairs = new Counter(perMinute, ticker);
        this.addresses = new Counter(ofPublicKeys, ticker);
    }

    void add(String remote, String clientId, boolean ofPublicKey) {
        String network = network(remote);
        pairs.add(new Source(network, clientId));
        if (ofPublicKey) {
            addresses.add(new Source(network, ""));
        }
    }

    /** For how long a pair is over its limit; zero for one that is not. */
    Duration overFor(String remote, String clientId) {
        return pairs.overFor(new Source(network(remote), clientId));
    }

    /** Whether a signature of a public key is likely to be wrong. */
    boolean suspects(String remote, String clientId) {
        String network = network(remote);
        return !pairs.overFor(new Source(network, clientId)).isZero()
                || !addresses.overFor(new Source(network, "")).isZero();
    }

    /** An address, or the first half of one of IPv6, whose second half everyone may choose. */
    static String network(String remote) {
        if (remote.indexOf(':') < 0) {
            return remote;
        }
        try {
            byte[] address = InetAddress.getByName(remote).getAddress();
            if (address.length > NETWORK_BYTES) {
                Arrays.fill(address, NETWORK_BYTES, address.length, (byte) 0);
            }
            return InetAddress.getByAddress(address).getHostAddress();
        } catch (UnknownHostException e) {
            // What a proxy passes on as an address may be anything.
            return remote;
        }
    }

    /** Failures of sources, each within a minute of its first. */
    private static final class Counter {
        private final int limit;
        private final Ticker ticker;
        private final Cache<Source, Failures> sources;

        Counter(int limit, Ticker ticker) {
            this.limit = limit;
            this.ticker = ticker;
            this.sources = Caffeine.newBuilder()
                    .maximumSize(MOST_SOURCES)
                    .expireAfterWrite(WINDOW)
                    .ticker(ticker)
                    .build();
        }

        void add(Source source) {
            if (limit > 0) {
                sources.get(source, fresh -> new Failures(ticker.read(), new AtomicInteger()))
                        .count()
                        .incrementAndGet();
            }
        }

        Duration overFor(Source source) {
            Failures failures = limit > 0 ? sources.getIfPresent(source) : null;
            if (failures == null || failures.count().get() < limit) {
                return Duration.ZERO;
            }
            return WINDOW.minusNanos(ticker.read() - failures.sinceNanos());
        }
    }
}
