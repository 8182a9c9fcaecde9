package dev.goldfish.signing;

/**
 * One pass over strict JSON in UTF-8 that writes its canonical form, without a tree and without a text in between: what is
 * canonical already, as nearly all of a message is, is copied byte for byte.
 */
final class Canonicalizer {
    static final int MAX_DEPTH = 64;
    static final int MAX_INTEGER_DIGITS = 1000;
    static final int MAX_NAME_LENGTH = 1024;
    /** A Java object of a foreign name costs many times the four bytes that it takes on the wire. */
    static final int MAX_MEMBERS = 10_000;

    private static final int ENVELOPE_MEMBERS = 10;
    private static final int FEW_MEMBERS = 4;

    private final JsonBytes in;
    private final Ascii out;
    private int depth;

    private Canonicalizer(byte[] utf8, int depth) {
        this.depth = depth;
        in = new JsonBytes(utf8);
        out = new Ascii(utf8.length + utf8.length / 8);
    }

    static CanonicalJson canonicalize(byte[] utf8) {
        return canonicalize(utf8, 0);
    }

    /** Of what stands in an object. */
    static CanonicalJson canonicalizeMember(byte[] utf8) {
        return canonicalize(utf8, 1);
    }

    private static CanonicalJson canonicalize(byte[] utf8, int depth) {
        if (Utf8.startsWithByteOrderMark(utf8)) {
            throw new MalformedJsonException("a byte order mark");
        }
        try {
            return new Canonicalizer(utf8, depth).document();
        } catch (MalformedJsonException e) {
            // Nothing else matters where the bytes are no text at all.
            Utf8.require(utf8);
            throw e;
        }
    }

    private CanonicalJson document() {
        if (!in.hasMore()) {
            throw new MalformedJsonException("no JSON value");
        }
        char first = in.next();
        MemberList members = null;
        if (first == '{') {
            members = object(ENVELOPE_MEMBERS);
        } else {
            value(first);
        }
        if (in.hasMore()) {
            throw new MalformedJsonException("more than one JSON value");
        }
        return new CanonicalJson(out, members);
    }

    /** Of which the first byte is read. */
    private void value(char first) {
        switch (first) {
            case '{' -> object(FEW_MEMBERS);
            case '[' -> array();
            case '"' -> JsonStrings.copy(in, out);
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            default -> JsonNumbers.copy(in, out);
        }
    }

    private void literal(String word) {
        in.requireRest(word);
        out.put(word);
    }

    private void array() {
        enter('[');
        char next = in.next();
        if (next == ']') {
            leave(']');
            return;
        }
        while (true) {
            value(next);
            next = in.next();
            if (next == ']') {
                leave(']');
                return;
            }
            in.require(next == ',');
            out.put(',');
            next = in.next();
        }
    }

    private MemberList object(int expected) {
        enter('{');
        MemberList members = new MemberList(out, expected);
        char next = in.next();
        if (next == '}') {
            leave('}');
            return members;
        }
        while (true) {
            in.require(next == '"');
            members.begin();
            boolean escaped = JsonStrings.copy(in, out);
            members.named(escaped);
            in.require(in.next() == ':');
            out.put(':');
            value(in.next());
            out.put(',');
            members.end();
            next = in.next();
            if (next == '}') {
                members.sort();
                out.replaceLast('}');
                depth--;
                return members;
            }
            in.require(next == ',');
            next = in.next();
        }
    }

    private void enter(char bracket) {
        if (++depth > MAX_DEPTH) {
            throw new MalformedJsonException("nesting deeper than " + MAX_DEPTH);
        }
        out.put(bracket);
    }

    private void leave(char bracket) {
        depth--;
        out.put(bracket);
    }
}
