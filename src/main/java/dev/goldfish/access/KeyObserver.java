package dev.goldfish.access;

/** Is told whenever a credential has proven who calls. */
public interface KeyObserver {
    KeyObserver NONE = kid -> {};

    /** @param kid of a credential that the registry has or had */
    void used(String kid);
}
