package dev.goldfish.client.cli;

import dev.goldfish.protocol.ErrorCode;
import org.jspecify.annotations.Nullable;

/** What to do about a refusal. */
final class Advice {
    private Advice() {}

    /** A clause to put behind the error; empty where the error says enough. */
    static String on(@Nullable ErrorCode code) {
        if (code == null) {
            return "";
        }
        return switch (code) {
            case BAD_SIGNATURE -> "; check the client id and the secret, and that the server knows this client";
            case WRONG_SERVER -> "; check --server-id";
            case REPLAYED_NONCE -> "; something between here and the server sends messages twice";
            case UNKNOWN_TOOL -> "; 'goldfish identity' shows the tools granted to you";
            case INVALID_ARGUMENTS -> "; 'goldfish identity' shows what each tool takes";
            case UNKNOWN_JOB -> "; 'goldfish jobs' lists yours";
            case REQUEST_ID_REUSED -> "; take another --request-id for other work";
            case REQUEST_IN_PROGRESS, TOO_MANY_REQUESTS, SERVER_BUSY, UNAVAILABLE -> "; try again later";
            case INTERNAL_ERROR -> "; the server's log tells more";
            default -> "";
        };
    }
}
