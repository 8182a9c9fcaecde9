package dev.goldfish.redis;

import dev.goldfish.access.NonceStore;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;

/** Spends nonces with one {@code SET NX PX} each. */
public final class RedisNonceStore implements NonceStore {
    private final RedisLink link;

    public RedisNonceStore(RedisLink link) {
        this.link = link;
    }

    @Override
    public Uni<Boolean> spend(String clientId, String nonce, Duration lifetime) {
        Request set = Request.cmd(Command.SET)
                .arg(Keys.nonce(clientId, nonce))
                .arg("1")
                .arg("NX")
                .arg("PX")
                .arg(lifetime.toMillis());
        return link.send(set).map(answer -> answer != null);
    }
}
