package dev.goldfish.audit;

/** Where events go. */
public interface AuditTrail extends AutoCloseable {
    /** The log category of all events. */
    String CATEGORY = "dev.goldfish.audit";

    /** Whether a call need be noted at all. */
    boolean isOpen();

    /** Never waits for whatever takes the event. */
    void add(AuditEvent event);

    /** How many events were dropped since the start, as far as that is known here. */
    default long dropped() {
        return 0;
    }

    /** Writes what waits. */
    @Override
    default void close() {}
}
