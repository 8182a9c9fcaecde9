package dev.goldfish.signing;

import dev.goldfish.signing.Canonicalizer.Member;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    private final @Nullable List<Member> members;

    CanonicalJson(Ascii text, @Nullable List<Member> members) {
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

    /** The canonical form; ASCII only. */
    public String text() {
        return text.text(0, text.length());
    }

    public boolean isObject() {
        return members != null;
    }

    /** Of an object: the canonical text of each member's value by its name, in order. Of anything else: empty. */
    public Map<String, String> members() {
        if (members == null) {
            return Map.of();
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (Member member : members) {
            values.put(member.name(), text.text(member.valueFrom(), member.to() - 1));
        }
        return values;
    }
}
