package dev.goldfish.tool;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Collects broken rules with their paths, up to a bound, and ends the reading there. */
final class Violations {
    static final int MOST = 20;

    private static final Pattern HARMLESS_NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    private final List<String> found = new ArrayList<>(0);
    private final String args;
    private final Work work;

    /** @param args all that is checked */
    Violations(String args) {
        this.args = args;
        work = new Work(args.length());
    }

    /** What the expressions of all texts may cost together. */
    Work work() {
        return work;
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    InvalidArgumentsException failure() {
        return new InvalidArgumentsException(found, false);
    }

    /** Of the value that begins, or ends, at the current token. */
    void add(JsonParser at, String rule) {
        add(path(at), rule);
    }

    /** Of a member of the object that ends at the current token. */
    void addMember(JsonParser at, String name, String rule) {
        String path = path(at);
        add(path.isEmpty() ? name : path + "." + name, rule);
    }

    /**
     * Of any path.
     *
     * @throws InvalidArgumentsException where as many as are told were found before
     */
    void add(String path, String rule) {
        if (found.size() == MOST) {
            throw new InvalidArgumentsException(found, true);
        }
        found.add((path.isEmpty() ? "args" : path) + ": " + rule);
    }

    /** Another parser of the value that begins at the current token. */
    JsonParser again(JsonParser at) throws IOException {
        Reader rest = new StringReader(args);
        rest.skip(at.currentTokenLocation().getCharOffset());
        return at.getCodec().getFactory().createParser(rest);
    }

    private String path(JsonParser at) {
        JsonStreamContext context = at.getParsingContext();
        JsonToken token = at.currentToken();
        StringBuilder path = new StringBuilder();
        steps(token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY ? context.getParent() : context, path);
        return path.toString();
    }

    private void steps(JsonStreamContext context, StringBuilder path) {
        if (context == null || context.inRoot()) {
            return;
        }
        steps(context.getParent(), path);
        if (context.inArray()) {
            step(path, null, context.getCurrentIndex());
        } else {
            step(path, context.getCurrentName(), 0);
        }
    }

    /**
     * Adds a step to a path.
     *
     * @param name of a member, which is shown unless it could do harm; null for an element
     */
    static void step(StringBuilder path, @Nullable String name, int index) {
        if (name == null) {
            path.append('[').append(index).append(']');
        } else {
            path.append(path.isEmpty() ? "" : ".")
                    .append(HARMLESS_NAME.matcher(name).matches() ? name : "?");
        }
    }
}
