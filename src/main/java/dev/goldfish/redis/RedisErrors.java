package dev.goldfish.redis;

import dev.goldfish.protocol.Texts;
import io.vertx.redis.client.impl.types.ErrorType;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells what a script refuses for good from what Redis cannot do right now. Only refusals are listed: whatever else Redis
 * says is about the connection, the login, rights or its own state, all of which may pass.
 */
final class RedisErrors {
    /** How a refusal begins; a script that meets the same data again says the same again. */
    private static final List<String> REFUSALS = List.of(
            "WRONGTYPE ",
            "user_script:",
            "value is not ",
            "hash value is not ",
            "min or max is not ",
            "syntax error",
            "increment or decrement would overflow",
            "wrong number of arguments",
            "Wrong number of args calling Redis command from script",
            "Lua redis lib command arguments must be strings or integers",
            "Write commands are not allowed from read-only scripts",
            "This Redis command is not allowed from script");

    /**
     * The server is a replica now, or one that lost its primary; UNBLOCKED and WAIT are what the command WAIT says on one
     * that became a replica meanwhile, or was one already. NOAUTH: only a new connection logs in again.
     */
    private static final Set<String> OF_THIS_CONNECTION =
            Set.of("READONLY", "MASTERDOWN", "UNBLOCKED", "WAIT", "NOAUTH");

    /** What Redis says before it runs a script, and of a slot that is on its way; the last one is the scripts' own word. */
    private static final Set<String> BEGAN_NOTHING = Set.of(
            "OOM",
            "READONLY",
            "MASTERDOWN",
            "LOADING",
            "BUSY",
            "NOAUTH",
            "NOREPLICAS",
            "CLUSTERDOWN",
            "TRYAGAIN",
            "MOVING");

    /** The client puts the place of a command in front where several travelled together. */
    private static final Pattern PREFIX = Pattern.compile("ERR (?:\\[\\d+] )?");

    private static final int LONGEST_DESCRIPTION = 300;

    private RedisErrors() {}

    static boolean isRefusal(Throwable failure) {
        return failure instanceof ErrorType error && REFUSALS.stream().anyMatch(text(error)::startsWith);
    }

    /** Whether Redis itself said it, in whatever state it is. */
    static boolean isAnswer(@Nullable Throwable failure) {
        return failure instanceof ErrorType error && !isOfTheClient(code(error));
    }

    /** Whether Redis refused a script before it changed anything. */
    static boolean beganNothing(@Nullable Throwable failure) {
        return failure instanceof ErrorType error && BEGAN_NOTHING.contains(code(error));
    }

    /**
     * Whether a code is the client's own: its word for commands that were under way when their connection broke, or the
     * exception that it makes an answer of where several commands travelled together.
     */
    private static boolean isOfTheClient(String code) {
        return code.equals("CONNECTION_CLOSED") || code.contains(".");
    }

    /** Whether a new connection may do what this one cannot, as after a failover. */
    static boolean isOfThisConnection(Throwable failure) {
        return failure instanceof ErrorType error && OF_THIS_CONNECTION.contains(code(error));
    }

    /** Redis takes no more, but what keeps and ends jobs goes on. */
    static boolean isOutOfMemory(@Nullable Throwable failure) {
        return failure instanceof ErrorType error && code(error).equals("OOM");
    }

    /** A script's own word: its hash slot is on its way to another node of the cluster, and nothing was written. */
    static boolean isOfMovingSlot(@Nullable Throwable failure) {
        return failure instanceof ErrorType error && code(error).equals("MOVING");
    }

    /** No script can be compiled, as in versions that do not know what its first line says. */
    static boolean isOfAnOldVersion(@Nullable Throwable failure) {
        return failure instanceof ErrorType error && text(error).startsWith("Error compiling script");
    }

    /** What went wrong, where a stage behind it says only that something did. */
    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    static boolean isUnknownScript(Throwable failure) {
        return failure instanceof ErrorType error && code(error).equals("NOSCRIPT");
    }

    /** What went wrong in one line, for people; without the login that the client puts in front of addresses. */
    static String describe(Throwable failure) {
        String line = line(failure);
        String meaning = failure instanceof ErrorType error ? meaning(error) : "";
        String described = meaning.isEmpty() ? line : meaning + " (" + line + ")";
        // Of a certificate that is not trusted, for example, only the innermost tells what is wrong with it.
        String innermost = line(innermost(failure));
        String whole = described.contains(innermost) ? described : described + ": " + innermost;
        return whole.length() > LONGEST_DESCRIPTION ? whole.substring(0, LONGEST_DESCRIPTION) : whole;
    }

    private static Throwable innermost(Throwable failure) {
        Throwable innermost = failure;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return innermost;
    }

    private static String line(Throwable failure) {
        String said = String.valueOf(failure.getMessage()).strip();
        return Texts.LOGIN_IN_URL.matcher(said).replaceAll("").replaceAll("\\s*\\R\\s*", " ");
    }

    private static String meaning(ErrorType error) {
        if (text(error).startsWith("The user executing the script can't")) {
            return "its user lacks a right";
        } else if (isOfAnOldVersion(error)) {
            return "it is older than 7.0";
        }
        return switch (code(error)) {
            case "NOPERM" -> "its user lacks a right";
            case "WRONGPASS", "NOAUTH" -> "it refuses the login";
            case "READONLY", "MASTERDOWN", "UNBLOCKED", "WAIT" -> "it is a replica";
            case "LOADING" -> "it still loads its data";
            case "OOM" -> "it is out of memory";
            default -> "";
        };
    }

    private static String code(ErrorType error) {
        String text = text(error);
        int end = 0;
        while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
            end++;
        }
        return text.substring(0, end);
    }

    private static String text(ErrorType error) {
        String message = String.valueOf(error.getMessage());
        Matcher prefix = PREFIX.matcher(message);
        return prefix.lookingAt() ? message.substring(prefix.end()) : message;
    }
}
