package dev.goldfish.redis;

import io.vertx.redis.client.impl.types.ErrorType;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tells what Redis refuses from what it cannot do right now. */
final class RedisErrors {
    /** Redis itself cannot serve this now; the same command may go well later. */
    private static final Set<String> PASSING =
            Set.of("LOADING", "OOM", "CLUSTERDOWN", "TRYAGAIN", "MOVED", "ASK", "BUSY", "MISCONF", "NOREPLICAS");

    /**
     * The server is a replica now, or one that lost its primary; the last two are what WAIT says on one that became a
     * replica meanwhile, or was one already.
     */
    private static final Set<String> NO_PRIMARY = Set.of("READONLY", "MASTERDOWN", "UNBLOCKED", "WAIT");

    /** An error's first word; the client puts the place of a command in front where several travelled together. */
    private static final Pattern CODE = Pattern.compile("(?:ERR \\[\\d+] )?(\\S*)");

    private RedisErrors() {}

    static boolean isRefusal(Throwable failure) {
        return isAnswer(failure) && !isOfThisServer(failure) && !PASSING.contains(code((ErrorType) failure));
    }

    /** Whether Redis itself said it, in whatever state it is. */
    static boolean isAnswer(@Nullable Throwable failure) {
        return failure instanceof ErrorType error && !isOfTheConnection(code(error));
    }

    /**
     * Whether a code is the client's own: its word for commands that were under way when their connection broke, or the
     * exception that it makes an answer of where several commands travelled together.
     */
    private static boolean isOfTheConnection(String code) {
        return code.equals("CONNECTION_CLOSED") || code.contains(".");
    }

    /** Whether another server may do what this one cannot, as after a failover. */
    static boolean isOfThisServer(Throwable failure) {
        return failure instanceof ErrorType error && NO_PRIMARY.contains(code(error));
    }

    /** Redis takes no more, but what keeps and ends jobs goes on. */
    static boolean isOutOfMemory(Throwable failure) {
        return failure instanceof ErrorType error && code(error).equals("OOM");
    }

    /** What went wrong, where a stage behind it says only that something did. */
    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    static boolean isUnknownScript(Throwable failure) {
        return failure instanceof ErrorType error && code(error).equals("NOSCRIPT");
    }

    private static String code(ErrorType error) {
        Matcher code = CODE.matcher(String.valueOf(error.getMessage()));
        return code.lookingAt() ? code.group(1) : "";
    }
}
