package dev.goldfish.job;

import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where jobs are remembered, for all replicas. Every operation is one atomic transition, and fails with
 * {@link dev.goldfish.protocol.UnavailableException} where the store cannot be reached in time; then it may or may not
 * have happened. What a start or a claim that failed so gave to this replica all the same is given back by the store.
 */
public interface JobStore {
    /**
     * Starts a job, once.
     *
     * @param slot whether this replica runs it at once
     */
    Uni<Start> start(NewJob job, boolean slot);

    /** Takes waiting jobs of the given tools, oldest first. */
    Uni<List<Lease>> claim(Set<String> tools, int most);

    /** Whether a claim may find something: without that, slots that become free need ask nobody. */
    boolean mayHoldWork();

    /** Extends leases. */
    Uni<Map<Lease, Renewal>> renew(Collection<Lease> leases);

    Uni<Renewal> progress(Lease lease, double fraction, String message);

    /** Ends a job. */
    Uni<Written> complete(Lease lease, Ending ending);

    /** Puts a job back in the queue without costing an attempt; false where it was no longer the holder's. */
    Uni<Boolean> handBack(Lease lease);

    /** Asks a job to stop, and gives it as it is after that; empty where there is none. */
    Uni<Optional<Job>> cancel(JobRef ref);

    /**
     * Ends jobs that ran out of time, takes back those that ran out of lease, unless their workers could not renew them
     * lately, and counts those that are left; empty where they could never be counted yet.
     *
     * @param tools whose waiting jobs are looked at for the oldest one
     */
    Uni<Optional<Census>> reap(Set<String> tools);

    Uni<Optional<Job>> poll(JobRef ref);

    /**
     * A client's own jobs, newest first.
     *
     * @param status running, done, error, or empty for all
     * @param cursor of an earlier page, or empty
     */
    Uni<JobPage> list(String clientId, String status, int limit, String cursor);

    /** Calls a listener for every ring of the doorbell; rings are hints, and some may be missed. */
    void onRing(Consumer<Ring> listener);

    /**
     * How a job ended, as its worker says.
     *
     * @param error the wire's error text where it failed, otherwise empty
     * @param result canonical JSON where it is done, otherwise null
     */
    record Ending(JobState state, String error, @Nullable String result) {}

    /** Something happened to a job. */
    record Ring(Kind kind, String jobId) {
        /** What happened: a job waits to be claimed, a job ended, or a running job is to stop. */
        public enum Kind {
            READY,
            ENDED,
            CANCEL
        }
    }
}
