package dev.goldfish.redis;

import dev.goldfish.access.Nonce;
import dev.goldfish.access.NonceStore;
import dev.goldfish.access.Spending;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/** Spends nonces with one script each, which knows since when Redis remembers them. */
public final class RedisNonceStore implements NonceStore {
    private static final Logger LOG = Logger.getLogger(RedisNonceStore.class);

    private final Script admit = Script.load("admit");
    private final Script begin = Script.load("begin");
    private final RedisLink link;
    private final String allowanceMs;

    /** @param allowance how far clients' clocks may be ahead when a memory begins */
    public RedisNonceStore(RedisLink link, Duration allowance) {
        this.link = link;
        this.allowanceMs = Long.toString(allowance.toMillis());
        link.whenOpened(() -> Keys.PARTITIONS.forEach(partition -> begin(partition)
                .subscribe()
                .with(since -> {}, failure -> LOG.debugf("the memory does not begin yet: %s", failure.getMessage()))));
    }

    @Override
    public Uni<Spending> spend(Nonce nonce) {
        return admit.run(
                        link::send,
                        Keys.ofMessage(nonce.clientId(), nonce.value()),
                        List.of(
                                allowanceMs,
                                Long.toString(nonce.age().toMillis()),
                                Long.toString(nonce.lifetime().toMillis()),
                                Long.toString(nonce.rate().intervalMicros()),
                                Long.toString(nonce.rate().burstMicros())))
                .map(answer -> switch (answer.get(0).toString()) {
                    case "FRESH" -> new Spending.Fresh();
                    case "REPLAYED" -> new Spending.Replayed();
                    case "FORGOTTEN" -> new Spending.Forgotten(Answers.millis(answer.get(1)));
                    case "OVER_RATE" -> new Spending.OverRate(Answers.millis(answer.get(1)));
                    default -> throw new IllegalStateException("a script answered " + answer.get(0));
                });
    }

    /** Has the memory of a partition begin now, unless it has begun already. */
    Uni<?> begin(String partition) {
        return begin.run(link::send, List.of(Keys.epoch(partition)), List.of(allowanceMs));
    }
}
