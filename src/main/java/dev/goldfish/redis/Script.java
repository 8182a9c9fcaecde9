package dev.goldfish.redis;

import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;

/** A Lua script beside this class, sent by its hash, and whole where Redis has forgotten it. */
final class Script {
    private static final String INCLUDE = "-- include: ";

    private final String source;
    private final String hash;

    private Script(String source) {
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
        return new Script(source.toString());
    }

    /** @param send how it travels */
    <T> Uni<T> run(Function<Request, Uni<T>> send, List<String> keys, List<String> args) {
        return send.apply(request(Command.EVALSHA, hash, keys, args))
                .onFailure(RedisErrors::isUnknownScript)
                .recoverWithUni(() -> send.apply(request(Command.EVAL, source, keys, args)));
    }

    private static Request request(Command command, String script, List<String> keys, List<String> args) {
        Request request = Request.cmd(command).arg(script).arg(keys.size());
        keys.forEach(request::arg);
        args.forEach(request::arg);
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
