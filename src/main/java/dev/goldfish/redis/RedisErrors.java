package dev.goldfish.redis;

import io.vertx.redis.client.impl.types.ErrorType;
import java.util.Set;

/** Tells what Redis refuses from what it cannot do right now. */
final class RedisErrors {
    /**
     * Redis cannot serve this now; the same command may go well later. The first is the client's own word for commands
     * that were under way when their connection broke.
     */
    private static final Set<String> PASSING = Set.of(
            "CONNECTION_CLOSED",
            "LOADING",
            "OOM",
            "READONLY",
            "MASTERDOWN",
            "CLUSTERDOWN",
            "TRYAGAIN",
            "BUSY",
            "MISCONF",
            "NOREPLICAS");

    private RedisErrors() {}

    static boolean isRefusal(Throwable failure) {
        return failure instanceof ErrorType error && !PASSING.contains(code(error));
    }

    /** Whether Redis itself said it, in whatever state it is. */
    static boolean isAnswer(Throwable failure) {
        return failure instanceof ErrorType error && !code(error).equals("CONNECTION_CLOSED");
    }

    /** Whether another server may do what this one cannot, as after a failover. */
    static boolean isOfThisServer(Throwable failure) {
        return failure instanceof ErrorType error
                && (code(error).equals("READONLY") || code(error).equals("MASTERDOWN"));
    }

    /** Redis takes no more, but what keeps and ends jobs goes on. */
    static boolean isOutOfMemory(Throwable failure) {
        return failure instanceof ErrorType error && code(error).equals("OOM");
    }

    static boolean isUnknownScript(Throwable failure) {
        return failure instanceof ErrorType error && code(error).equals("NOSCRIPT");
    }

    private static String code(ErrorType error) {
        String message = String.valueOf(error.getMessage());
        int space = message.indexOf(' ');
        return space < 0 ? message : message.substring(0, space);
    }
}
