package dev.goldfish.access;

import dev.goldfish.protocol.Envelope;
import dev.goldfish.protocol.Outcome;
import org.jspecify.annotations.Nullable;

/** What became of an envelope at the door. */
public sealed interface Verdict {
    /** It is this client's, meant for this server, fresh, and the first of its nonce. */
    record Admitted(Envelope envelope, Client client, Credential credential) implements Verdict {}

    /**
     * It stays outside.
     *
     * @param credential what the client proved to have, or null for a caller who did not authenticate
     */
    record Refused(Outcome outcome, @Nullable Credential credential) implements Verdict {}
}
