package dev.goldfish.access;

import java.time.Clock;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The registry as it is now: replaced whole, or kept where its successor is refused. */
public final class LiveRegistry implements Supplier<ClientRegistry> {
    /**
     * How the registry came to be what it is.
     *
     * @param loadedAt when the clients that are known now were read
     * @param reloads how often they were replaced since the start
     * @param failures how often a new file was refused since the start
     * @param failedAt when the file was last refused; null where the last one was taken
     * @param failure which entry was wrong, and why; null where the last one was taken
     */
    public record Status(
            Instant loadedAt,
            long reloads,
            long failures,
            @Nullable Instant failedAt,
            @Nullable String failure) {}

    private record State(ClientRegistry clients, Status status) {}

    private final Clock clock;
    private volatile State state;

    public LiveRegistry(ClientRegistry first, Clock clock) {
        this.clock = clock;
        this.state = new State(first, new Status(clock.instant(), 0, 0, null, null));
    }

    @Override
    public ClientRegistry get() {
        return state.clients;
    }

    public Status status() {
        return state.status;
    }

    synchronized void replace(ClientRegistry clients) {
        Status last = state.status;
        state = new State(clients, new Status(clock.instant(), last.reloads + 1, last.failures, null, null));
    }

    synchronized void refuse(String failure) {
        Status last = state.status;
        state = new State(
                state.clients, new Status(last.loadedAt, last.reloads, last.failures + 1, clock.instant(), failure));
    }
}
