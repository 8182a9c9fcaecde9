package dev.goldfish;

import io.quarkus.runtime.configuration.ConfigurationException;

/** Configuration that the server cannot start with. Its message is one line that names what is missing and how to mend it. */
final class StartupException extends ConfigurationException {
    private static final long serialVersionUID = 1L;

    StartupException(String message) {
        super(message);
    }
}
