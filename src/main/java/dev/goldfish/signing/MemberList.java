package dev.goldfish.signing;

import java.util.Arrays;
import java.util.Comparator;

/** The members of one object, as places in the canonical text: where each begins, its value begins, and the next begins. */
final class MemberList {
    private static final int FROM = 0;
    private static final int VALUE = 1;
    private static final int TO = 2;
    private static final int WIDTH = 3;

    private final Ascii out;
    private final int expected;
    private int[] places = {};
    private int count;
    private boolean sorted = true;
    private boolean escapes;

    MemberList(Ascii out, int expected) {
        this.out = out;
        this.expected = expected;
    }

    int count() {
        return count;
    }

    /** Where a member's value begins. */
    int valueFrom(int member) {
        return places[member * WIDTH + VALUE];
    }

    /** Where a member's value ends. */
    int valueTo(int member) {
        return places[member * WIDTH + TO] - 1;
    }

    int from(int member) {
        return places[member * WIDTH + FROM];
    }

    int to(int member) {
        return places[member * WIDTH + TO];
    }

    /** The member of a name that needs no escapes; -1 for none. */
    int find(String name) {
        for (int member = 0; member < count; member++) {
            if (out.holds(name, nameFrom(member), nameTo(member))) {
                return member;
            }
        }
        return -1;
    }

    String name(int member) {
        return JsonText.unquote(out.text(from(member), valueFrom(member) - 1));
    }

    private int nameFrom(int member) {
        return from(member) + 1;
    }

    private int nameTo(int member) {
        return valueFrom(member) - 2;
    }

    /** A member follows. */
    void begin() {
        if (count == Canonicalizer.MAX_MEMBERS) {
            throw new MalformedJsonException("an object of more than " + Canonicalizer.MAX_MEMBERS + " members");
        }
        if (places.length < (count + 1) * WIDTH) {
            places = Arrays.copyOf(places, Math.max(places.length * 2, expected * WIDTH));
        }
        places[count * WIDTH + FROM] = out.length();
    }

    /** Its name was written. */
    void named(boolean escaped) {
        places[count * WIDTH + VALUE] = out.length() + 1;
        int length = nameTo(count) - nameFrom(count);
        if (length > Canonicalizer.MAX_NAME_LENGTH
                && (!escaped || name(count).length() > Canonicalizer.MAX_NAME_LENGTH)) {
            throw new MalformedJsonException("a name of more than " + Canonicalizer.MAX_NAME_LENGTH + " characters");
        }
        escapes |= escaped;
        // Escapes are not in the order of what they stand for: such names are compared when all are known.
        sorted &= !escapes && (count == 0 || compare(count - 1, count) < 0);
    }

    /** Its value and a comma were written. */
    void end() {
        places[count * WIDTH + TO] = out.length();
        count++;
    }

    private int compare(int member, int other) {
        return out.compare(nameFrom(member), nameTo(member), nameFrom(other), nameTo(other));
    }

    /** Puts the text of the members in order, and finds out on the way whether one stands there twice. */
    void sort() {
        if (sorted) {
            return;
        }
        Integer[] order = new Integer[count];
        Arrays.setAll(order, member -> member);
        Comparator<Integer> byName = escapes ? byDecodedName() : this::compare;
        Arrays.sort(order, byName);
        for (int i = 1; i < count; i++) {
            if (byName.compare(order[i - 1], order[i]) == 0) {
                throw new MalformedJsonException("a duplicate key");
            }
        }
        move(order);
    }

    private Comparator<Integer> byDecodedName() {
        String[] names = new String[count];
        Arrays.setAll(names, this::name);
        return (member, other) -> CodePointOrder.INSTANCE.compare(names[member], names[other]);
    }

    private void move(Integer[] order) {
        int start = from(0);
        byte[] unsorted = out.copy(start, out.length());
        int[] moved = new int[count * WIDTH];
        int at = start;
        for (int i = 0; i < count; i++) {
            int member = order[i];
            int length = to(member) - from(member);
            out.overwrite(at, unsorted, from(member) - start, length);
            moved[i * WIDTH + FROM] = at;
            moved[i * WIDTH + VALUE] = at + valueFrom(member) - from(member);
            at += length;
            moved[i * WIDTH + TO] = at;
        }
        places = moved;
    }
}
