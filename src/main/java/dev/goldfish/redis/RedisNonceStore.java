package dev.goldfish.redis;

import dev.goldfish.access.Nonce;
import dev.goldfish.access.NonceStore;
import dev.goldfish.access.Spending;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.jboss.logging.Logger;

/** Spends nonces with a script, which knows since when Redis remembers them. */
public final class RedisNonceStore implements NonceStore {
    private static final Logger LOG = Logger.getLogger(RedisNonceStore.class);

    private static final int MOST_AT_ONCE = 64;

    private final Script script = Script.load("admit");
    private final BatchScript admit;
    private final Script begin = Script.load("begin");
    private final RedisLink link;
    private final long allowanceMs;
    private final long windowMs;

    /**
     * @param allowance how far clients' clocks may be ahead when a memory begins
     * @param window how far a message's time may be from Redis' clock, either way
     * @param traced whether each nonce has a round trip of its own, so that the trace of its call can show it
     */
    public RedisNonceStore(RedisLink link, Duration allowance, Duration window, boolean traced) {
        this.link = link;
        this.allowanceMs = allowance.toMillis();
        this.windowMs = window.toMillis();
        this.admit = new BatchScript(script, link, MOST_AT_ONCE, traced, this::heading);
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
        Words asked = Words.ofKeys(
                        Keys.nonce(partition, nonce.clientId(), nonce.value()), Keys.bucket(partition, client))
                .with(nonce.tsMs(), nonce.rate().intervalMicros(), nonce.rate().burstMicros(), nonce.cost());
        return admit.run(partition, asked, Answers::spending);
    }

    /** Asks all that a message asks that is signed now, and spends nothing. */
    CompletionStage<Spending> probe(String partition, BiFunction<String, Request, CompletionStage<Response>> send) {
        return script.run(send, heading(partition)).thenApply(answers -> Answers.spending(answers.get(0)));
    }

    /** Has the memory of a partition begin now, unless it has begun already. */
    CompletionStage<?> begin(String partition) {
        return begin.run(link::send, heading(partition));
    }

    private Words heading(String partition) {
        return Words.ofKeys(Keys.epoch(partition), Keys.window(partition)).with(allowanceMs, windowMs);
    }
}
