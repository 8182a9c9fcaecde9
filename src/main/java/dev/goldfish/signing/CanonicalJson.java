package dev.goldfish.signing;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value in the form that signatures are made over: Python's
 * {@code json.dumps(x, separators=(",", ":"), sort_keys=True)}, byte for byte.
 *
 * <p>Keys are sorted by Unicode code point, there is no white space, everything outside 0x20-0x7e is escaped, integers
 * keep their digits and floats are written as Python's {@code repr}. Input is read strictly: UTF-8 without a byte order
 * mark, RFC 8259 grammar, exactly one value, no duplicate key at any depth, no lone surrogate, nesting of at most 64, no
 * integer of more than 1000 digits, no number that overflows a double, no name of more than 1024 characters, and no
 * object of more than 10,000 members.
 */
public final class CanonicalJson {
    private final Ascii text;
    private final @Nullable MemberList members;

    CanonicalJson(Ascii text, @Nullable MemberList members) {
        this.text = text;
        this.members = members;
    }

    /**
     * Reads one JSON value.
     *
     * @throws MalformedJsonException where the bytes break a rule above
     */
    public static CanonicalJson parse(byte[] utf8) {
        return Canonicalizer.canonicalize(utf8);
    }

    /**
     * Reads one JSON value that is to be a member of an envelope or a reply, whose own level of nesting counts.
     *
     * @throws MalformedJsonException where the bytes break a rule above
     */
    public static CanonicalJson parseMember(byte[] utf8) {
        return Canonicalizer.canonicalizeMember(utf8);
    }

    /** The canonical form; ASCII only. */
    public String text() {
        return text.text(0, text.length());
    }

    public boolean isObject() {
        return members != null;
    }

    /** Of an object: the canonical text of each member's value by its name, in order. Of anything else: empty. */
    public Map<String, String> members() {
        Map<String, String> values = new LinkedHashMap<>();
        for (int member = 0; member < count(); member++) {
            values.put(list().name(member), value(member));
        }
        return values;
    }

    /** How many members there are. */
    int count() {
        return members == null ? 0 : members.count();
    }

    /** The member of a name that needs no escapes; -1 for none. */
    int find(String name) {
        return members == null ? -1 : members.find(name);
    }

    /** The canonical text of a member's value. */
    String value(int member) {
        return text.text(list().valueFrom(member), list().valueTo(member));
    }

    /** The text of a member whose value is a string; null where it is none. */
    @Nullable
    String string(int member) {
        int from = list().valueFrom(member);
        int to = list().valueTo(member);
        if (text.at(from) != '"') {
            return null;
        }
        for (int i = from; i < to; i++) {
            if (text.at(i) == '\\') {
                return JsonText.unquote(text.text(from, to));
            }
        }
        return text.text(from + 1, to - 1);
    }

    /** The canonical form of the object without one of its members, which is not the last. */
    byte[] without(int member) {
        return text.copyWithout(list().from(member), list().to(member));
    }

    private MemberList list() {
        return Objects.requireNonNull(members, "an object");
    }
}
