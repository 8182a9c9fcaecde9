package dev.goldfish.access;

import dev.goldfish.eventloop.EventLoops;
import dev.goldfish.protocol.Envelope;
import dev.goldfish.protocol.ErrorCode;
import dev.goldfish.protocol.Outcome;
import dev.goldfish.protocol.UnavailableException;
import dev.goldfish.signing.SignedEnvelope;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Decides who comes in: signature, then server, then time, then nonce, then the client's rate, in this order. */
public final class Door {
    private static final Logger LOG = Logger.getLogger(Door.class);
    /** How far this replica's clock may be from the store's, which alone decides about the time. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(1);
    /** After that there may be room again for signatures of suspects. */
    private static final Duration CROWDED = Duration.ofSeconds(1);

    private final Supplier<ClientRegistry> registry;
    private final KeyUse keyUse;
    private final NonceStore nonces;
    private final FailedSignatures failedSignatures;
    private final PublicKeyChecks publicKeyChecks;
    private final Rate rate;
    private final ToIntFunction<String> costs;
    private final String serverId;
    private final Duration timeWindow;
    private final Clock clock;

    private final SignatureCheck signatures = new SignatureCheck();

    private final OverRate overRate = new OverRate();

    /**
     * @param registry gives the clients that are known at the moment
     * @param rate for every client that has none of its own
     * @param costs how many calls one call of a tool counts as, by the tool's name
     */
    public Door(
            Supplier<ClientRegistry> registry,
            KeyUse keyUse,
            NonceStore nonces,
            FailedSignatures failedSignatures,
            PublicKeyChecks publicKeyChecks,
            Rate rate,
            ToIntFunction<String> costs,
            String serverId,
            Duration timeWindow,
            Clock clock) {
        this.registry = registry;
        this.keyUse = keyUse;
        this.nonces = nonces;
        this.failedSignatures = failedSignatures;
        this.publicKeyChecks = publicKeyChecks;
        this.rate = rate;
        this.costs = costs;
        this.serverId = serverId;
        this.timeWindow = timeWindow;
        this.clock = clock;
    }

    /**
     * Writes nothing to the store before the signature is verified. Never fails: a store out of reach is a refusal.
     *
     * @param remote the address that the envelope came from
     */
    public CompletionStage<Verdict> admit(SignedEnvelope message, String remote) {
        ClientRegistry clients = registry.get();
        Client client = clients.find(message.envelope().clientId());
        if (!signatures.byPublicKey(message, clients)) {
            // Cheaper than reading the message was: no limit saves anything here.
            Credential credential = signatures.proven(message, client, clients, clock.instant());
            return identified(message.envelope(), client, credential, remote, false);
        }
        return byPublicKey(message, client, clients, remote);
    }

    private CompletionStage<Verdict> byPublicKey(
            SignedEnvelope message, @Nullable Client client, ClientRegistry clients, String remote) {
        Envelope envelope = message.envelope();
        boolean suspect = failedSignatures.suspects(remote, envelope.clientId());
        Executor caller = EventLoops.caller();
        int bytes = message.signedForm().length;
        Supplier<@Nullable Credential> proven = () -> signatures.proven(message, client, clients, clock.instant());
        CompletionStage<@Nullable Credential> check = suspect
                ? publicKeyChecks.ofSuspect(FailedSignatures.network(remote), envelope.clientId(), bytes, proven)
                : publicKeyChecks.make(bytes, proven);
        if (check == null) {
            Outcome outcome = suspect
                    ? tooMany(ErrorCode.BAD_SIGNATURES, CROWDED)
                    : Outcome.refused(ErrorCode.SERVER_BUSY, ErrorCode.UNVERIFIED);
            return refused(outcome, null);
        }
        return check.thenComposeAsync(credential -> identified(envelope, client, credential, remote, true), caller);
    }

    private CompletionStage<Verdict> identified(
            Envelope envelope,
            @Nullable Client client,
            @Nullable Credential credential,
            String remote,
            boolean byPublicKey) {
        if (client == null || credential == null) {
            Duration over = failedSignatures.overFor(remote, envelope.clientId());
            failedSignatures.add(remote, envelope.clientId(), byPublicKey);
            Outcome outcome =
                    over.isZero() ? Outcome.refused(ErrorCode.BAD_SIGNATURE) : tooMany(ErrorCode.BAD_SIGNATURES, over);
            return refused(outcome, null);
        }
        try {
            return proven(envelope, client, credential);
        } catch (RuntimeException e) {
            return CompletableFuture.completedStage(failed(e, envelope, credential));
        }
    }

    /** Its client has proved who it is: whatever goes wrong from here is answered to that client. */
    private CompletionStage<Verdict> proven(Envelope envelope, Client client, Credential credential) {
        Instant now = clock.instant();
        keyUse.used(credential, now);
        if (!envelope.serverId().equals(serverId)) {
            return refused(Outcome.refused(ErrorCode.WRONG_SERVER), credential);
        }
        // Nobody's clock may differ so much: the store need not be asked.
        if (Math.abs(now.toEpochMilli() - envelope.tsMs())
                > timeWindow.plus(CLOCK_SKEW).toMillis()) {
            return refused(Outcome.refused(ErrorCode.STALE_TIMESTAMP), credential);
        }
        Rate rate = rateOf(client);
        int cost = costs.applyAsInt(envelope.tool());
        Duration wait = overRate.left(client.id(), rate, cost);
        if (!wait.isZero()) {
            return refused(overRate(wait), credential);
        }
        Verdict.Admitted admitted = new Verdict.Admitted(envelope, client, credential);
        Nonce nonce = new Nonce(client.id(), envelope.nonce(), envelope.tsMs(), rate, cost);
        return nonces.spend(nonce)
                .handle((spending, failure) ->
                        failure == null ? verdict(spending, nonce, admitted) : failed(failure, envelope, credential));
    }

    private static Verdict failed(Throwable failure, Envelope envelope, Credential credential) {
        if (failure instanceof UnavailableException) {
            LOG.warnf("nonce of %s not spent: %s", envelope.clientId(), failure.getMessage());
            return new Verdict.Refused(Outcome.refused(ErrorCode.UNAVAILABLE), credential);
        }
        LOG.errorf(failure, "request %s failed", envelope.requestId());
        return new Verdict.Refused(Outcome.refused(ErrorCode.INTERNAL_ERROR), credential);
    }

    private Rate rateOf(Client client) {
        Double own = client.ratePerSecond();
        return own == null ? rate : rate.with(own);
    }

    private Verdict verdict(Spending spending, Nonce nonce, Verdict.Admitted admitted) {
        if (spending instanceof Spending.Fresh) {
            return admitted;
        } else if (spending instanceof Spending.Stale) {
            return new Verdict.Refused(Outcome.refused(ErrorCode.STALE_TIMESTAMP), admitted.credential());
        } else if (spending instanceof Spending.Forgotten forgotten) {
            return new Verdict.Refused(
                    Outcome.refused(
                            ErrorCode.STALE_TIMESTAMP,
                            "signed before the memory of spent nonces began; sign it anew",
                            forgotten.left()),
                    admitted.credential());
        } else if (spending instanceof Spending.OverRate over) {
            overRate.add(nonce.clientId(), nonce.rate(), nonce.cost(), over.left());
            return new Verdict.Refused(overRate(over.left()), admitted.credential());
        }
        return new Verdict.Refused(Outcome.refused(ErrorCode.REPLAYED_NONCE), admitted.credential());
    }

    private static Outcome overRate(Duration wait) {
        return tooMany("this client calls too often", wait);
    }

    private static Outcome tooMany(String detail, Duration wait) {
        return Outcome.refused(ErrorCode.TOO_MANY_REQUESTS, detail, wait);
    }

    private static CompletionStage<Verdict> refused(Outcome outcome, @Nullable Credential credential) {
        return CompletableFuture.completedStage(new Verdict.Refused(outcome, credential));
    }
}
