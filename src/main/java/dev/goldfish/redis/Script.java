package dev.goldfish.redis;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/** A Lua script beside this class, sent by its hash, and whole where Redis has forgotten it. */
final class Script {
    private static final String INCLUDE = "-- include: ";

    private final String name;
    private final String source;
    private final String hash;

    private Script(String name, String source) {
        this.name = name;
        this.source = source;
        this.hash = sha1(source);
    }

    /** Reads {@code <name>.lua}; a line {@code -- include: <file>} stands for that file's text. */
    static Script load(String name) {
        StringBuilder source = new StringBuilder();
        for (String line : read(name + ".lua").split("\n", -1)) {
            source.append(line.startsWith(INCLUDE) ? read(line.substring(INCLUDE.length())) : line)
                    .append('\n');
        }
        return new Script(name, source.toString());
    }

    /** @param send takes the script's name, and the command that runs it */
    <T> CompletionStage<T> run(BiFunction<String, Request, CompletionStage<T>> send, Words words) {
        return send.apply(name, request(Command.EVALSHA, hash, words))
                .exceptionallyCompose(failure -> RedisErrors.isUnknownScript(RedisErrors.cause(failure))
                        ? send.apply(name, request(Command.EVAL, source, words))
                        : CompletableFuture.failedStage(failure));
    }

    private static Request request(Command command, String script, Words words) {
        Request request = Request.cmd(command).arg(script).arg(words.keys().size());
        words.keys().forEach(request::arg);
        words.args().forEach(request::arg);
        return request;
    }

    private static String read(String file) {
        try (InputStream in = Script.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the script " + file + " is not in the package");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Redis names scripts by SHA-1. */
    private static String sha1(String source) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(source.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no SHA-1", e);
        }
    }
}
