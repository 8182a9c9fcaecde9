package dev.goldfish.job;

/** What a start came to. */
public sealed interface Start {
    /** It is new, and this replica runs it now. */
    record Running(Lease lease) implements Start {}

    /** It is new and waits to be claimed. */
    record Queued() implements Start {}

    /** The same work was started before. */
    record Known(Job job) implements Start {}

    /** It is known or new, but fewer of Redis' replicas have it than must: a failover could lose it. */
    record Unconfirmed() implements Start {}

    /** The same client used this request_id for other work. */
    record Reused() implements Start {}

    /** The client has too many live jobs. */
    record QuotaExceeded() implements Start {}

    /** The client's jobs, results and remembered calls take too many bytes. */
    record TooManyBytes() implements Start {}

    /** All slots and the queue are full. */
    record Busy() implements Start {}
}
