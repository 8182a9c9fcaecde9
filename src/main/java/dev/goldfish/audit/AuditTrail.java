package dev.goldfish.audit;

/** Where events go. */
public interface AuditTrail {
    /** The log category of all events. */
    String CATEGORY = "dev.goldfish.audit";

    /** Whether a call need be noted at all. */
    boolean isOpen();

    void add(AuditEvent event);
}
