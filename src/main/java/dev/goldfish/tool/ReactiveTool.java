package dev.goldfish.tool;

import io.smallrye.mutiny.Uni;

/**
 * A tool that waits without a thread. It is called on an event loop and must never block the current thread.
 *
 * @param <I> a record: parsed strictly from the arguments and checked with its Bean Validation annotations
 * @param <O> what Jackson can write; a {@link dev.goldfish.protocol.Outcome} is sent as it is
 */
public interface ReactiveTool<I, O> {
    /** Fails as {@link Tool#call} does. */
    Uni<O> call(I input, Caller caller);
}
