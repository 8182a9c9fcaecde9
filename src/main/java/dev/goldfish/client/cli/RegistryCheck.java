package dev.goldfish.client.cli;

import java.nio.file.Path;

/** Decides whether a server would take a registry of clients. */
@FunctionalInterface
public interface RegistryCheck {
    /**
     * Does nothing where it would.
     *
     * @param path where the registry is, because it may refer to files beside it
     * @throws IllegalArgumentException with a message that names the entry and the rule, never a secret
     */
    void check(String json, Path path);
}
