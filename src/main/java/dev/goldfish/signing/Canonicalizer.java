package dev.goldfish.signing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.NumberInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** One pass over strict JSON that writes its canonical form. Jackson supplies the tokens with their raw number text. */
final class Canonicalizer {
    static final int MAX_DEPTH = 64;
    static final int MAX_INTEGER_DIGITS = 1000;
    static final int MAX_NAME_LENGTH = 1024;
    /** A Java object of a foreign name costs many times the four bytes that it takes on the wire. */
    static final int MAX_MEMBERS = 10_000;

    /** One member of an object: where its text, its value and the comma behind it are in the output. */
    record Member(String name, int from, int valueFrom, int to) {
        static final Comparator<Member> BY_NAME = Comparator.comparing(Member::name, CodePointOrder.INSTANCE);
    }

    private static final JsonFactory JSON = JsonFactory.builder()
            // Names come from strangers: they must not fill a symbol table that all requests share.
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    // A float's digits are unbounded in the protocol; an integer's are counted here.
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final JsonParser parser;
    private final Ascii out;

    private Canonicalizer(JsonParser parser, int capacity) {
        this.parser = parser;
        this.out = new Ascii(capacity);
    }

    static CanonicalJson canonicalize(byte[] utf8) {
        CharBuffer chars = decode(utf8);
        try (JsonParser parser = JSON.createParser(chars.array(), chars.arrayOffset(), chars.remaining())) {
            return new Canonicalizer(parser, utf8.length + utf8.length / 8).document();
        } catch (StreamConstraintsException e) {
            throw new MalformedJsonException("nesting deeper than " + MAX_DEPTH);
        } catch (JsonParseException e) {
            throw new MalformedJsonException(
                    "not JSON at character " + e.getLocation().getCharOffset());
        } catch (IOException e) {
            throw new MalformedJsonException("not JSON");
        }
    }

    private static CharBuffer decode(byte[] utf8) {
        if (utf8.length >= 3 && utf8[0] == (byte) 0xef && utf8[1] == (byte) 0xbb && utf8[2] == (byte) 0xbf) {
            throw new MalformedJsonException("a byte order mark");
        }
        try {
            // A decoder made here reports malformed input; new String(...) would replace it silently.
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8));
        } catch (CharacterCodingException e) {
            throw new MalformedJsonException("not UTF-8");
        }
    }

    private CanonicalJson document() throws IOException {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw new MalformedJsonException("no JSON value");
        }
        List<Member> members = null;
        if (first == JsonToken.START_OBJECT) {
            members = object();
        } else {
            value(first);
        }
        if (parser.nextToken() != null) {
            throw new MalformedJsonException("more than one JSON value");
        }
        return new CanonicalJson(out, members);
    }

    private void value(JsonToken token) throws IOException {
        switch (token) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_STRING ->
                JsonText.quote(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength(), out);
            case VALUE_NUMBER_INT -> integer();
            case VALUE_NUMBER_FLOAT -> out.put(PythonFloat.repr(finite()));
            case VALUE_TRUE -> out.put("true");
            case VALUE_FALSE -> out.put("false");
            case VALUE_NULL -> out.put("null");
            default -> throw new MalformedJsonException("not JSON");
        }
    }

    private void array() throws IOException {
        out.put('[');
        int start = out.length();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            value(token);
            out.put(',');
        }
        close(start, ']');
    }

    private List<Member> object() throws IOException {
        out.put('{');
        int start = out.length();
        List<Member> members = new ArrayList<>();
        boolean sorted = true;
        String previous = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            if (name.length() > MAX_NAME_LENGTH) {
                throw new MalformedJsonException("a name of more than " + MAX_NAME_LENGTH + " characters");
            }
            if (members.size() == MAX_MEMBERS) {
                throw new MalformedJsonException("an object of more than " + MAX_MEMBERS + " members");
            }
            int from = out.length();
            JsonText.quote(name, out);
            out.put(':');
            int valueFrom = out.length();
            value(parser.nextToken());
            out.put(',');
            members.add(new Member(name, from, valueFrom, out.length()));
            sorted &= previous == null || CodePointOrder.INSTANCE.compare(previous, name) < 0;
            previous = name;
        }
        if (!sorted) {
            members = sort(members, start);
        }
        close(start, '}');
        return members;
    }

    /** Puts the text of the members in order, and finds out on the way whether one stands there twice. */
    private List<Member> sort(List<Member> members, int start) {
        members.sort(Member.BY_NAME);
        byte[] unsorted = out.copy(start, out.length());
        List<Member> moved = new ArrayList<>(members.size());
        int at = start;
        String previous = null;
        for (Member member : members) {
            if (member.name().equals(previous)) {
                throw new MalformedJsonException("a duplicate key");
            }
            previous = member.name();
            int length = member.to() - member.from();
            out.overwrite(at, unsorted, member.from() - start, length);
            moved.add(new Member(member.name(), at, at + member.valueFrom() - member.from(), at + length));
            at += length;
        }
        return moved;
    }

    private void close(int start, char bracket) {
        if (out.length() == start) {
            out.put(bracket);
        } else {
            out.replaceLast(bracket);
        }
    }

    private void integer() throws IOException {
        char[] chars = parser.getTextCharacters();
        int offset = parser.getTextOffset();
        int length = parser.getTextLength();
        boolean negative = chars[offset] == '-';
        if (length - (negative ? 1 : 0) > MAX_INTEGER_DIGITS) {
            throw new MalformedJsonException("an integer of more than " + MAX_INTEGER_DIGITS + " digits");
        }
        if (negative && length == 2 && chars[offset + 1] == '0') {
            out.put('0');
        } else {
            out.put(chars, offset, length);
        }
    }

    private double finite() throws IOException {
        double value = NumberInput.parseDouble(
                parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength(), true);
        if (Double.isInfinite(value)) {
            throw new MalformedJsonException("a number that overflows a double");
        }
        return value;
    }
}
