package dev.goldfish.access;

import dev.goldfish.protocol.Envelope;
import dev.goldfish.protocol.ErrorCode;
import dev.goldfish.protocol.Outcome;
import dev.goldfish.protocol.UnavailableException;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Decides who comes in: signature, then server, then time, then nonce, in this order. */
public final class Door {
    private static final Logger LOG = Logger.getLogger(Door.class);
    /** Replicas' clocks may differ: one that is behind must still find a nonce that another has seen. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(1);

    private final Supplier<ClientRegistry> registry;
    private final KeyUse keyUse;
    private final NonceStore nonces;
    private final String serverId;
    private final Duration timeWindow;
    private final Clock clock;

    private final SignatureCheck signatures = new SignatureCheck();

    /** @param registry gives the clients that are known at the moment */
    public Door(
            Supplier<ClientRegistry> registry,
            KeyUse keyUse,
            NonceStore nonces,
            String serverId,
            Duration timeWindow,
            Clock clock) {
        this.registry = registry;
        this.keyUse = keyUse;
        this.nonces = nonces;
        this.serverId = serverId;
        this.timeWindow = timeWindow;
        this.clock = clock;
    }

    /** Writes nothing before the signature is verified. Never fails: a store out of reach is a refusal. */
    public Uni<Verdict> admit(Envelope envelope) {
        ClientRegistry clients = registry.get();
        Client client = clients.find(envelope.clientId());
        Credential credential = signatures.proven(envelope, client, clients, clock.instant());
        if (client == null || credential == null) {
            return refused(ErrorCode.BAD_SIGNATURE, null);
        }
        keyUse.used(credential, clock.instant());
        if (!envelope.serverId().equals(serverId)) {
            return refused(ErrorCode.WRONG_SERVER, credential);
        }
        long age = clock.millis() - envelope.tsMs();
        if (Math.abs(age) > timeWindow.toMillis()) {
            return refused(ErrorCode.STALE_TIMESTAMP, credential);
        }
        Duration lifetime = timeWindow.minusMillis(age).plus(CLOCK_SKEW);
        return nonces.spend(client.id(), envelope.nonce(), lifetime)
                .map(fresh -> fresh
                        ? new Verdict.Admitted(envelope, client, credential)
                        : verdict(ErrorCode.REPLAYED_NONCE, credential))
                .onFailure(UnavailableException.class)
                .recoverWithItem(failure -> {
                    LOG.warnf("nonce of %s not spent: %s", client.id(), failure.getMessage());
                    return verdict(ErrorCode.UNAVAILABLE, credential);
                });
    }

    private static Uni<Verdict> refused(ErrorCode code, @Nullable Credential credential) {
        return Uni.createFrom().item(verdict(code, credential));
    }

    private static Verdict verdict(ErrorCode code, @Nullable Credential credential) {
        return new Verdict.Refused(Outcome.refused(code), credential);
    }
}
