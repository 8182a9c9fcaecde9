package dev.goldfish.redis;

import dev.goldfish.access.Nonce;
import dev.goldfish.access.NonceStore;
import dev.goldfish.access.Spending;
import dev.goldfish.eventloop.OneTurn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;

/** Spends nonces with a script, which knows since when Redis remembers them. */
public final class RedisNonceStore implements NonceStore {
    private static final Logger LOG = Logger.getLogger(RedisNonceStore.class);

    private record Asked(Nonce nonce, String key, String rateKey, CompletableFuture<Spending> answer) {}

    private final Script admit = Script.load("admit");
    private final Script begin = Script.load("begin");
    private final OneTurn<Asked> turn = new OneTurn<>(this::send);
    private final RedisLink link;
    private final String allowanceMs;
    private final boolean traced;

    /**
     * @param allowance how far clients' clocks may be ahead when a memory begins
     * @param traced whether each nonce has a round trip of its own, so that the trace of its call can show it
     */
    public RedisNonceStore(RedisLink link, Duration allowance, boolean traced) {
        this.link = link;
        this.allowanceMs = Long.toString(allowance.toMillis());
        this.traced = traced;
        link.whenOpened(() ->
                Keys.PARTITIONS.forEach(partition -> begin(partition).exceptionally(failure -> {
                    LOG.debugf("the memory does not begin yet: %s", failure.getMessage());
                    return null;
                })));
    }

    @Override
    public CompletionStage<Spending> spend(Nonce nonce) {
        String client = Keys.owner(nonce.clientId());
        String partition = Keys.partitionOf(client);
        Asked asked = new Asked(
                nonce,
                Keys.nonce(partition, nonce.clientId(), nonce.value()),
                Keys.rate(partition, client),
                new CompletableFuture<>());
        if (traced) {
            send(partition, List.of(asked));
        } else {
            turn.add(partition, asked);
        }
        return asked.answer();
    }

    private void send(String partition, List<Asked> together) {
        List<String> keys = new ArrayList<>(1 + 2 * together.size());
        List<String> args = new ArrayList<>(1 + 4 * together.size());
        keys.add(Keys.epoch(partition));
        args.add(allowanceMs);
        for (Asked asked : together) {
            Nonce nonce = asked.nonce();
            keys.add(asked.key());
            keys.add(asked.rateKey());
            args.add(Long.toString(nonce.age().toMillis()));
            args.add(Long.toString(nonce.lifetime().toMillis()));
            args.add(Long.toString(nonce.rate().intervalMicros()));
            args.add(Long.toString(nonce.rate().burstMicros()));
        }
        admit.run(link::send, keys, args).thenApply(Answers::spendings).whenComplete((spendings, failure) -> {
            for (int i = 0; i < together.size(); i++) {
                if (failure == null) {
                    together.get(i).answer().complete(spendings.get(i));
                } else {
                    together.get(i).answer().completeExceptionally(RedisErrors.cause(failure));
                }
            }
        });
    }

    /** Has the memory of a partition begin now, unless it has begun already. */
    CompletionStage<?> begin(String partition) {
        return begin.run(link::send, List.of(Keys.epoch(partition)), List.of(allowanceMs));
    }
}
