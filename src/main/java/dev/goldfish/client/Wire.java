package dev.goldfish.client;

import java.time.Duration;

/**
 * Sees what travels, byte for byte; meant for debugging. It is called on the calling thread and must not block. What it
 * sees of a reply is not verified yet.
 */
public interface Wire {
    /** Sees nothing. */
    Wire NONE = new Wire() {};

    /** An envelope that is about to be sent. */
    default void sent(byte[] envelope) {}

    /** What came back. */
    default void received(int httpStatus, byte[] body) {}

    /** The call will be sent again after a pause. */
    default void retrying(GoldfishException because, Duration pause) {}
}
