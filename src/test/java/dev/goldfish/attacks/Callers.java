package dev.goldfish.attacks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.goldfish.server.TestCaller;

/** Clients of the attacked server, and what they would send if they were honest. */
final class Callers {
    static final TestCaller FIRST = TestCaller.FIRST.withOwnReplyKey();
    static final TestCaller SECOND = TestCaller.SECOND.withOwnReplyKey();
    static final TestCaller LIMITED = TestCaller.LIMITED.withOwnReplyKey();

    static final TestCaller LISTER = TestCaller.LISTER.withOwnReplyKey();

    static final TestCaller SLOW = new TestCaller("slow", "client_secret_key_005").withOwnReplyKey();

    /** May have many jobs; {@link #NEIGHBOUR} is in the same partition. */
    static final TestCaller HOARDER = new TestCaller("hoarder", "client_secret_key_007").withOwnReplyKey();

    static final TestCaller NEIGHBOUR = new TestCaller("neighbour-24", "client_secret_key_008").withOwnReplyKey();
    static final TestCaller BROWSER = new TestCaller("browser", "client_secret_key_009").withOwnReplyKey();

    static final String TOOL = "test_victim";
    /** Part of all arguments: neither an answer to a refused caller nor a log may show it. */
    static final String MARK = "word-of-the-caller";

    static final String ARGS = "{\"word\":\"" + MARK + "\"}";

    private static final ObjectMapper JSON = new ObjectMapper();

    private Callers() {}

    static ObjectNode envelope() {
        return FIRST.envelope(TOOL, ARGS);
    }

    /** A good envelope, signed. */
    static String signed() {
        return FIRST.signed(envelope());
    }

    static ObjectNode signedNode() {
        return node(signed());
    }

    /** A signed envelope whose args are replaced by any text. */
    static String withArgs(String args) {
        return signed().replace(ARGS, args);
    }

    static ObjectNode node(String json) {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }
}
