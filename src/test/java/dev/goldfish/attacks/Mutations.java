package dev.goldfish.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.goldfish.server.Answer;
import dev.goldfish.server.RawConnection;
import dev.goldfish.server.TestCaller;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/**
 * Holds a server against many mutations of envelopes that it has accepted before. No mutation may be accepted. One that
 * means the same as its original, says an independent reader of JSON, gets as far as the spent nonce; no other does.
 * {@code -Dattacks.seed=…} repeats a run.
 */
final class Mutations {
    private static final List<String> ARGS = List.of(
            "{}",
            "{\"word\":\"w\"}",
            "{\"bag\":{\"a\":[1,2.5,-0.0,1e+16,5e-324,100.0],\"b\":{\"c\":null,\"d\":[true,false]}}}",
            "{\"bag\":{\"\\u00e9\":\"\\ud83d\\ude00\",\"z\":\"a\\\"b\\\\c/d\\n\",\"10\":1,\"9\":12345678901234567890}}",
            "{\"bag\":{\"a\":{\"b\":{\"c\":{\"d\":[[[[\"deep\"]]]]}}}},\"word\":\"x\"}");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final long seed;
    private final Random random;
    private final Mutator mutator;
    private final Function<byte[], Answer> server;
    private final List<List<Mutator.Member>> originals = new ArrayList<>();
    private final List<ObjectNode> meanings = new ArrayList<>();
    private final Map<String, Integer> answers = new HashMap<>();

    /** @param server gives the answer to any bytes, and has checked that it is signed and complete */
    Mutations(Function<byte[], Answer> server, List<TestCaller> callers) {
        this.seed = Long.getLong("attacks.seed", System.nanoTime());
        this.random = new Random(seed);
        this.mutator = new Mutator(random);
        this.server = server;
        for (TestCaller caller : callers) {
            for (String args : ARGS) {
                ObjectNode envelope = Callers.node(caller.signed(caller.envelope(Callers.TOOL, args)));
                List<Mutator.Member> members = new ArrayList<>();
                envelope.properties()
                        .forEach(field -> members.add(new Mutator.Member(
                                field.getKey(), field.getValue().toString())));
                originals.add(members);
                meanings.add(envelope);
                server.apply(RawConnection.utf8(envelope.toString())).is(200, "ok");
            }
        }
    }

    /** How often each answer was given so far: HTTP status and error code. */
    Map<String, Integer> answers() {
        return answers;
    }

    void run(int count) {
        for (int i = 0; i < count; i++) {
            byte[] body = mutator.mutate(any(), any());
            try {
                check(body, server.apply(body));
            } catch (Throwable e) {
                throw new AssertionError(
                        "-Dattacks.seed=" + seed + ", after " + answers + ": "
                                + HexFormat.of().formatHex(body) + "\n" + new String(body, StandardCharsets.UTF_8),
                        e);
            }
        }
    }

    private List<Mutator.Member> any() {
        return originals.get(random.nextInt(originals.size()));
    }

    private void check(byte[] body, Answer answer) {
        String code = answer.error().replaceFirst(":.*", "");
        answers.merge(answer.http() + " " + code, 1, Integer::sum);
        switch (answer.http() + " " + code) {
            case "400 bad envelope", "401 bad signature", "413 too large" -> {}
            case "409 replayed nonce" -> assertThat(meaning(body)).isIn(meanings);
            default -> fail("a mutation got %s", answer.text());
        }
    }

    /** What another reader of JSON makes of it, the defaults of the protocol filled in. */
    private static ObjectNode meaning(byte[] body) {
        try {
            ObjectNode read = (ObjectNode) JSON.readTree(body);
            if (!read.has("v")) {
                read.put("v", "mcp/0.1");
            }
            if (!read.has("args")) {
                read.putObject("args");
            }
            return read;
        } catch (IOException e) {
            throw new AssertionError("not even JSON", e);
        }
    }
}
