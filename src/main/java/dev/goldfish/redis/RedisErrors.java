package dev.goldfish.redis;

import io.vertx.redis.client.impl.types.ErrorType;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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
            "MOVED",
            "ASK",
            "BUSY",
            "MISCONF",
            "NOREPLICAS",
            // WAIT, on a primary that became a replica meanwhile, or was one already.
            "UNBLOCKED",
            "WAIT");

    /** The server is a replica now, or one that lost its primary. */
    private static final Set<String> NO_PRIMARY = Set.of("READONLY", "MASTERDOWN", "UNBLOCKED", "WAIT");

    private static final Pattern IN_BATCH = Pattern.compile("^ERR \\[\\d+] ");

    private RedisErrors() {}

    static boolean isRefusal(Throwable failure) {
        return failure instanceof ErrorType error && !PASSING.contains(code(error));
    }

    /** Whether Redis itself said it, in whatever state it is. */
    static boolean isAnswer(@Nullable Throwable failure) {
        return failure instanceof ErrorType error && !code(error).equals("CONNECTION_CLOSED");
    }

    /** Whether another server may do what this one cannot, as after a failover. */
    static boolean isOfThisServer(Throwable failure) {
        return failure instanceof ErrorType error && NO_PRIMARY.contains(code(error));
    }

    /** Redis takes no more, but what keeps and ends jobs goes on. */
    static boolean isOutOfMemory(Throwable failure) {
        return failure instanceof ErrorType error && code(error).equals("OOM");
    }

    static boolean isUnknownScript(Throwable failure) {
        return failure instanceof ErrorType error && code(error).equals("NOSCRIPT");
    }

    private static String code(ErrorType error) {
        // The client puts the place of a command in front where several travelled together.
        String message = IN_BATCH.matcher(String.valueOf(error.getMessage())).replaceFirst("");
        int space = message.indexOf(' ');
        return space < 0 ? message : message.substring(0, space);
    }
}
