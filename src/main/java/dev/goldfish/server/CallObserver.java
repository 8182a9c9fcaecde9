package dev.goldfish.server;

import dev.goldfish.protocol.Outcome;
import org.jspecify.annotations.Nullable;

/** Is told how every call ends. */
public interface CallObserver {
    /**
     * @param tool what an admitted caller asked for, whether there is such a tool or not; null where nobody was admitted
     * @param nanos since the request arrived
     */
    void answered(@Nullable String tool, Outcome outcome, long nanos);

    /**
     * The caller went away before the answer.
     *
     * @param tool as above
     */
    void unanswered(@Nullable String tool);
}
