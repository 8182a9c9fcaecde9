package dev.goldfish.attacks;

import dev.goldfish.access.ClientRegistry;
import dev.goldfish.access.Door;
import dev.goldfish.access.FailedSignatures;
import dev.goldfish.access.KeyObserver;
import dev.goldfish.access.KeyUse;
import dev.goldfish.access.NonceStore;
import dev.goldfish.access.PublicKeyChecks;
import dev.goldfish.access.Rate;
import dev.goldfish.access.RegistryFile;
import dev.goldfish.access.ReplyKeys;
import dev.goldfish.access.Spending;
import dev.goldfish.server.TestCaller;
import dev.goldfish.signing.Ed25519Key;
import dev.goldfish.signing.SigningKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** Doors like that of the attacked server, with its clients, for what is not about HTTP. */
final class DoorSetup {
    static final Duration WINDOW = Duration.ofMinutes(5);
    private static final SigningKey SERVER_KEY = SigningKey.of(TestCaller.SERVER_SECRET);

    private DoorSetup() {}

    static Door door(NonceStore nonces, Clock clock) {
        ClientRegistry clients = registry();
        return new Door(
                () -> clients,
                new KeyUse(KeyObserver.NONE),
                nonces,
                new FailedSignatures(0, 0),
                new PublicKeyChecks(),
                new Rate(0, Duration.ZERO),
                tool -> 1,
                TestCaller.SERVER_ID,
                WINDOW,
                clock);
    }

    private static ClientRegistry registry() {
        try {
            String json = Files.readString(Path.of(AttacksProfile.CLIENTS), StandardCharsets.UTF_8);
            return new RegistryFile(1, new ReplyKeys(secret -> SERVER_KEY, Ed25519Key.generate()))
                    .parse(json, UnaryOperator.identity());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Remembers nonces here. */
    static NonceStore memory() {
        Set<String> spent = ConcurrentHashMap.newKeySet();
        return nonce -> CompletableFuture.completedStage(
                spent.add(nonce.clientId() + " " + nonce.value()) ? new Spending.Fresh() : new Spending.Replayed());
    }
}
