package dev.goldfish.access;

import java.util.List;

/**
 * A registered client.
 *
 * @param credentials one to three, so that a secret can be rotated without an outage
 * @param grants the tools it may call
 */
public record Client(String id, List<Credential> credentials, Grants grants) {
    public static final int MAX_CREDENTIALS = 3;
}
